SELECT TRANSFORM (a, b) USING 'cat' AS (x STRING, y INT) FROM t WHERE c = 1;
FROM (FROM src SELECT TRANSFORM(src.k) USING 'map.py' AS k CLUSTER BY k) m
INSERT OVERWRITE TABLE d1 REDUCE m.k USING 'red.py' AS r1;
SELECT stack(2, 'a', b, 'c', d) AS (k, v) FROM t;
