REPLACE MACRO sales.m (d DATE, n INTEGER) AS (
	LOCKING ROW FOR ACCESS SEL a FROM sales.t WHERE day = :d;
	UPDATE sales.u SET x = 1 WHERE y = :n;
	INS INTO sales.log (m) VALUES ('m');
);
EXEC sales.m (DATE '2020-01-01', 3);
EXECUTE sales.m;
CREATE TRIGGER tr AFTER INSERT ON sales.t REFERENCING NEW AS n FOR EACH ROW
	(INSERT INTO sales.log (m) VALUES (n.a););
