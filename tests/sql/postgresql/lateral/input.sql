SELECT * FROM a, LATERAL (SELECT b.x FROM b WHERE b.id = a.id) AS l;
