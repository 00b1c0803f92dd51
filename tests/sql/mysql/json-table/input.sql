SELECT j.id FROM t, JSON_TABLE(t.doc, '$[*]' COLUMNS (id INT PATH '$.id', NESTED PATH '$.n[*]' COLUMNS (n INT PATH '$'))) AS j;
