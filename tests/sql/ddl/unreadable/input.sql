CREATE TABLE good (id int);
CREATE TABLE (;
CREATE GIZMO x FOR y;
CREATE TABLE broken (id int,, name);
CREATE TABLE fine (id int);
