COPY INTO app.t (a, b) FROM @stage/path FILE_FORMAT = (TYPE = CSV);
COPY INTO @stage/out FROM (SELECT c FROM u);
SELECT f.value FROM app.raw, LATERAL FLATTEN(input => raw.src:items) f;
SELECT a FROM IDENTIFIER('app.v') AT (OFFSET => -60);
CREATE TASK k WAREHOUSE = w SCHEDULE = '1 minute' AS INSERT INTO t SELECT a FROM s;
