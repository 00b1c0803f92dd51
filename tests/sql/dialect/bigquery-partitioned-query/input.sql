CREATE TABLE ds.daily PARTITION BY day AS WITH e AS (SELECT day, u FROM ds.events) SELECT day, u FROM e;
SELECT WITH DIFFERENTIAL_PRIVACY OPTIONS (epsilon = 1) item FROM ds.prof;
FROM ds.s |> AGGREGATE COUNT(*) AS n GROUP AND ORDER BY y DESC, region |> JOIN ds.r USING (region);
