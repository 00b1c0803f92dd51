CREATE TABLE a (id integer, x integer, y integer);
CREATE TABLE b (id integer, x integer, z integer);
CREATE TABLE c (id integer, y integer, w integer);
