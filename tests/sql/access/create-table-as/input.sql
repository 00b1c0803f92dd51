CREATE TABLE copy AS SELECT id, name AS n FROM people;
