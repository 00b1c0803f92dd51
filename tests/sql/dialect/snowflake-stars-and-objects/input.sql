SELECT * EXCLUDE a FROM t;
SELECT * ILIKE '%id%' FROM t;
SELECT {'k': b, 'l': c} AS o FROM t; // a comment
SELECT v.a FROM VALUES (1), (2) AS v (a) JOIN t ON t.a = v.a;
SELECT src:items[0].price::float AS price, price * 2 AS twice FROM raw;
