WITH RECURSIVE tree (id) AS (
	SELECT id FROM parts WHERE parent IS NULL
	UNION ALL SELECT p.id FROM parts p, tree WHERE p.parent = tree.id
) CYCLE id RESTRICT
SELECT id FROM tree;
