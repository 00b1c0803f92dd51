UPDATE t SET (a, b) = (SELECT x, y FROM u WHERE u.id = t.id);
