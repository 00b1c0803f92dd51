CREATE TABLE before_it (id int);
SET search_path TO app, public;
CREATE TABLE after_it (id int);
SELECT id FROM after_it;
SET LOCAL search_path = "Odd", '$user';
DROP TABLE x;
DROP TABLE app.y;
