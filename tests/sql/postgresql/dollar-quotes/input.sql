SELECT $$FROM x; $$, $a$ $$ FROM y $a$, b FROM t;
