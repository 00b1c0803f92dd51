SELECT "A"."x y", b FROM "Public"."A""B" AS "A";
