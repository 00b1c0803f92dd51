CREATE RECURSIVE VIEW app.tree (id, name) AS
	SELECT id, name FROM node WHERE up IS NULL
	UNION ALL
	SELECT n.id, n.name FROM node n JOIN tree t ON n.up = t.id;
CREATE RECURSIVE VIEW broken (a) AS;
