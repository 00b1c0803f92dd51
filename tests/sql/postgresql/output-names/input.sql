SELECT d.count, d.coalesce, d.a, d.b, d.case, sum, d."max"
FROM (SELECT count(c), coalesce(e, 0), a::text, CASE WHEN f THEN 1 ELSE b END, CASE WHEN g THEN 1 END,
	sum(h) OVER (ORDER BY i), (SELECT max(j) FROM u) FROM t GROUP BY k) AS d;
