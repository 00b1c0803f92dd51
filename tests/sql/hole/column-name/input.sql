SELECT {column}, t.${other} FROM t ORDER BY ${order};
