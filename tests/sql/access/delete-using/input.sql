DELETE FROM a USING b WHERE a.id = b.a_id;
