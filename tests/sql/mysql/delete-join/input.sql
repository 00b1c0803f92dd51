DELETE t1, t2.* FROM t1 INNER JOIN t2 ON t1.id = t2.id LEFT JOIN t3 USING (id)
WHERE t3.gone;
