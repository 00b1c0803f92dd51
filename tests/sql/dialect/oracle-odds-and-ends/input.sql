UPDATE people p SET VALUE(p) = (SELECT VALUE(q) FROM others q WHERE q.id = p.id);
CREATE EDITIONING VIEW ev AS SELECT id, col# FROM base#2;
SELECT e.name FROM emp e, LATERAL (SELECT 1 FROM bonus b WHERE b.emp = e.id)(+) l WHERE e.doc IS JSON STRICT;
SELECT n FROM THE (SELECT list FROM t) q;
TRUNCATE CLUSTER staff;
