SELECT a FROM t ${join} WHERE b = 1 ${more};
