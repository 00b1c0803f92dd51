SELECT id, a.x FROM a JOIN b USING (id);
