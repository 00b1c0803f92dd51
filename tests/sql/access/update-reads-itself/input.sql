UPDATE t SET n = 0 WHERE id IN (SELECT id FROM t WHERE old);
UPDATE t SET n = u.n FROM t AS u WHERE u.next = t.id;
