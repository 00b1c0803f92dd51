UPDATE t SET a = u.b, (c, d) = (u.e, DEFAULT) FROM u WHERE t.id = u.id;
