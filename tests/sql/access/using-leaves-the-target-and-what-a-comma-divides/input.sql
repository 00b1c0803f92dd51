UPDATE t SET a = 4 FROM v JOIN w USING (k) WHERE t.k = v.k;
SELECT b.y FROM a, b JOIN c USING (x);
