SELECT a FROM ${table} WHERE b = 1;
