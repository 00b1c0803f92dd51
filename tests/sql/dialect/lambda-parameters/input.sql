SELECT filter(list, x -> x > least) AS f, transform(list, (x, i) -> x + i) AS g FROM t WHERE x = 1;
SELECT transform(nested, x -> transform(x.items, y -> y + x.base + t.off)) AS z FROM t;
