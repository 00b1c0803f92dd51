#!/bin/sh
psql shop <<-SQL | mail -s report ops
	SELECT a FROM t1;

	SELECT b FROM t2;
	SQL
