SELECT a FROM t WHERE doc ? 'key' AND b = ?;
