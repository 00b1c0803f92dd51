SELECT id FROM llx_${table} WHERE a = ?;
