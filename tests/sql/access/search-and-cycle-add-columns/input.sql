WITH RECURSIVE t (n, p) AS (
	SELECT id, parent FROM nodes
	UNION ALL SELECT nodes.id, nodes.parent FROM nodes, t
		WHERE nodes.parent = t.n)
	SEARCH DEPTH FIRST BY n SET place CYCLE n SET again USING path
SELECT n, path FROM t WHERE NOT again ORDER BY place;
