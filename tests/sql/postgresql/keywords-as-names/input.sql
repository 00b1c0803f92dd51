SELECT t.order, t.user, key, value, name, type, date, "select" FROM t;
