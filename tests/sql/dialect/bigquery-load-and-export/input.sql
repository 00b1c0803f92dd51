LOAD DATA INTO ds.t (a INT64) FROM FILES (format = 'CSV', uris = ['gs://b/x']);
EXPORT DATA OPTIONS (uri = 'gs://b/y') AS SELECT a FROM ds.t;
CREATE SNAPSHOT TABLE ds.s CLONE ds.t;
CREATE TABLE ds.c COPY ds.t;
ASSERT (SELECT COUNT(*) FROM ds.t) > 0 AS 'empty';
