SELECT o.a, q'[it's]', ROWNUM, s.NEXTVAL FROM orders@far.away o, dual;
INSERT INTO t (id) VALUES (app.s.NEXTVAL);
CREATE SYNONYM w FOR hr.emp;
