CREATE TABLE a (id integer, k integer, x integer);
CREATE TABLE b (k integer, id integer, y integer);
