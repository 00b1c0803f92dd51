SELECT q.x, e.value FROM t, unnest(t.arr) AS q (x), jsonb_each(t.doc) e;
SELECT n, u FROM t, unnest(t.list) AS n, unnest(ARRAY[n, n + 1]) AS u;
