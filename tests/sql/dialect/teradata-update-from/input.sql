UPDATE x FROM sales.t x, (SEL k, max(v) AS v FROM stage.s GROUP BY 1) y
SET v = y.v WHERE x.k = y.k;
UPDATE t FROM s SET a = s.a WHERE t.k = s.k;
UPDATE a SET v = b.v WHERE a.k = b.k;
DELETE t1 FROM orders t1, lost t2 WHERE t1.id = t2.id;
DELETE FROM orders t1, lost t2 WHERE t1.id = t2.id;
SELECT o.id WHERE o.day = DATE;
