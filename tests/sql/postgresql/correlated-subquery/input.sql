SELECT a.id, (SELECT max(b.at) FROM b WHERE b.a_id = a.id) AS last FROM a;
