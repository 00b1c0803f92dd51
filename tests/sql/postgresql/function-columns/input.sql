SELECT k.*, e.key, e.value FROM t, unnest(t.tags) WITH ORDINALITY AS k, jsonb_each(t.doc) AS e;
SELECT n FROM t CROSS JOIN generate_series(1, t.a) AS n;
SELECT r.* FROM t, ROWS FROM (unnest(t.tags), json_to_recordset(t.doc) AS (a integer, b text)) AS r;
SELECT g.a, u FROM t, unknown_function(t.a) AS g, jsonb_array_elements(t.doc) AS u (x);
