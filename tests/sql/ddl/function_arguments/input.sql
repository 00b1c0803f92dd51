CREATE FUNCTION a() RETURNS int LANGUAGE c AS 'lib', 'sym';
CREATE FUNCTION b(int, IN n varchar(10), OUT x text, INOUT y float8 DEFAULT 1.5)
	RETURNS record LANGUAGE internal AS 'b';
CREATE FUNCTION c(VARIADIC list text[], b bool = true, c timestamp(3) with time zone)
	RETURNS TABLE (id int, name text) LANGUAGE internal AS 'c';
CREATE FUNCTION d("Odd" app.mood, t app.orders.total%TYPE, s SETOF bpchar, char, dec(10,2))
	RETURNS void LANGUAGE internal AS 'd';
CREATE FUNCTION delete(hstore, k text[], n OUT int, _int4) RETURNS hstore
	LANGUAGE internal AS 'e';
