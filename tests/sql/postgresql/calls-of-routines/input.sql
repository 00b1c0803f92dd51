SELECT my.f(a), g(), pg_catalog.now(), lower(b), "Upper"(c) FROM t;
