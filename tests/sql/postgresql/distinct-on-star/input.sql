SELECT DISTINCT ON (a) *, t.c AS d FROM t ORDER BY a, b DESC;
SELECT DISTINCT ON (a, date_trunc('day', b)) a AS x FROM t;
