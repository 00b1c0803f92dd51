SELECT @n := @n + 1, @@global.sql_mode, a FROM t, (SELECT @n := 0) init;
