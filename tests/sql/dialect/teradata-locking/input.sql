LOCKING ROW FOR ACCESS SELECT name FROM hr.emp;
LOCKING TABLE hr.emp FOR ACCESS
LOCKING hr.dept FOR READ
SEL e.name, d.dname FROM hr.emp e JOIN hr.dept d ON e.dno = d.dno;
REPLACE VIEW hr.v (x) AS LOCK ROW FOR ACCESS SEL name FROM hr.emp;
INSERT INTO hr.copy LOCKING ROW FOR ACCESS SELECT name FROM hr.emp;
