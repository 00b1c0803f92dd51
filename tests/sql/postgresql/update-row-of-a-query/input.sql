UPDATE t SET (a, b) = (SELECT c, d FROM u WHERE u.id = t.id);
