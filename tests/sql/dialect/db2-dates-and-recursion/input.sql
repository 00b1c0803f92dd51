SELECT empno CONCAT name AS n FROM emp
WHERE hired < CURRENT DATE - 30 DAYS AND born + 1 YEAR > CURRENT TIMESTAMP;
WITH r (id, n) AS (SELECT id, 1 FROM emp UNION ALL SELECT e.id, r.n + 1 FROM r, emp e WHERE e.mgr = r.id)
SELECT id FROM r;
