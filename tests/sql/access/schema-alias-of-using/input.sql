SELECT j.id, k.* FROM a JOIN b USING (id) AS j JOIN c USING (y) AS k;
