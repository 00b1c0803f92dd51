SELECT extract(epoch FROM a), trim(BOTH 'x' FROM b), substring(c FROM 1 FOR n),
	position('x' IN d), overlay(e PLACING 'y' FROM 2), trim(f)
FROM t;
