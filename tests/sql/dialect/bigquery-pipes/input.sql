FROM ds.produce |> WHERE sales > 0 |> AGGREGATE SUM(sales) AS total GROUP BY item |> ORDER BY total;
FROM ds.a |> JOIN ds.b USING (id) |> EXTEND x + y AS z |> SELECT z;
FROM ds.t |> SELECT a |> UNION ALL (SELECT b FROM ds.u);
