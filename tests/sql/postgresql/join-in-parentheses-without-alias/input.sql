SELECT t.a, u.b FROM v LEFT JOIN (t JOIN u ON t.id = u.id) ON v.id = t.id;
