SELECT id, a, b FROM t JOIN u USING (id, "Key") AS j;
