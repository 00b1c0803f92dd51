SELECT COLUMNS('id|num'), * LIKE 'a%', * EXCLUDE (b, t.c) RENAME (d AS e) FROM t;
SELECT {'a': b, c: d}, MAP {'k': v}, name.upper() FROM t LIMIT 10%;
SELECT min(COLUMNS(* EXCLUDE (a))) FROM t;
