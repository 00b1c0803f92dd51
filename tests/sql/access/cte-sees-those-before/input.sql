-- The first WITH query reads the table b, the second one the first.
WITH a AS (SELECT n FROM b), b AS (SELECT n FROM a)
SELECT n FROM b;
