SELECT a FROM t WHERE b ${op} 5 AND c = 1;
