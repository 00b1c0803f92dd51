SELECT g, f.x FROM generate_series(1, 3) AS g, my_rows(t.a) WITH ORDINALITY f (x, n), t;
