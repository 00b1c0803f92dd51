SELECT a FROM ${table} WHERE b = 1;
TRUNCATE ONLY ${table};
