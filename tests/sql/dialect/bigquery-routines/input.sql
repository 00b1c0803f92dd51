CREATE FUNCTION ds.f(k STRING) AS ((SELECT v FROM ds.lookup WHERE key = k));
CREATE TABLE FUNCTION ds.g(y INT64) AS SELECT name FROM ds.names WHERE year = y;
CREATE TEMP FUNCTION h(x FLOAT64) RETURNS FLOAT64 LANGUAGE js AS r"return x;";
CREATE MODEL ds.m OPTIONS(model_type='linear_reg') AS SELECT a, y FROM ds.train;
SELECT * FROM ML.PREDICT(MODEL ds.m, TABLE ds.features);
