CREATE TABLE a (x integer, id integer);
CREATE TABLE b (y integer, id integer);
CREATE TABLE c (z integer, id integer);
