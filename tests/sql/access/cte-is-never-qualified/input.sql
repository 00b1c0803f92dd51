WITH x AS (SELECT a FROM t)
SELECT y.b FROM public.x AS y;
