/*!50003 SET sql_mode = 'ONLY_FULL_GROUP_BY,ANSI_QUOTES' */ ;
SELECT "a b" FROM "my t";
/*!50003 SET sql_mode = @saved_sql_mode */ ;
SELECT "a b" FROM t;
