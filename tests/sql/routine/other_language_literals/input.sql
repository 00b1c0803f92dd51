CREATE FUNCTION perl(x int) RETURNS int LANGUAGE plperl AS $$
my $rv = spi_exec_query('SELECT i FROM a', 5);
my $sth = spi_query("UPDATE b SET c = 1
	WHERE d = $x");
elog(NOTICE, "select a file from the list");
$$;
CREATE FUNCTION v8() RETURNS int AS $$
plv8.execute(`DELETE FROM e WHERE f = ${x}`);
plv8.prepare("INSERT INTO g (h) VALUES ($1)", ['int']);
$$ LANGUAGE plv8;
CREATE FUNCTION py(t text) RETURNS int LANGUAGE plpython3u AS $$
plan = plpy.prepare("INSERT INTO i (j) VALUES ($1)", ["text"])
for row in plpy.cursor("SELECT k FROM l"):
    plpy.execute("DELETE FROM m WHERE n = " + str(row["k"]))
$$;
