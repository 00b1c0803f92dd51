CREATE FUNCTION f() RETURNS int LANGUAGE plperl AS $$ spi_exec_query("SELECT 1"); $$;
CREATE FUNCTION c() RETURNS int LANGUAGE c AS '$libdir/x', 'c';
SELECT 1 FROM after;
