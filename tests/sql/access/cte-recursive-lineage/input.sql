WITH RECURSIVE tree (id, path) AS (
	SELECT id, name FROM parts WHERE parent_id IS NULL
	UNION ALL
	SELECT p.id, tree.path || '/' || p.name
	FROM parts p JOIN tree ON p.parent_id = tree.id
)
SELECT id, path FROM tree;
