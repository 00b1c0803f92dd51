WITH RECURSIVE tree (id, up) AS (
	SELECT id, parent FROM node WHERE parent IS NULL
	UNION ALL
	SELECT n.id, n.parent FROM node n JOIN tree ON n.parent = tree.id
) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET is_cycle USING path
SELECT id FROM tree;
