CREATE TABLE child (x int) INHERITS (parent, other.parent2);
CREATE TABLE copy (LIKE app.source INCLUDING ALL, y int);
CREATE TABLE typed OF app.pair (a WITH OPTIONS PRIMARY KEY);
ALTER TABLE child NO INHERIT parent;
ALTER TABLE child INHERIT parent3;
