CREATE PROCEDURE <schema, sysname, dbo>.<name, sysname, Pay>
	@a <type, , int> = <default, , 0> AS
SELECT id FROM <schema, sysname, dbo>.orders WHERE a <b AND c> d
INSERT @@@Schema@@@.@@@Table@@@ (id) VALUES (1)
GO
