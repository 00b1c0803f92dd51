DELETE a, b FROM a JOIN b ON b.a_id = a.id JOIN c ON c.id = a.c_id
WHERE c.old;
