SELECT j.a FROM (t JOIN u ON t.id = u.id) AS j;
