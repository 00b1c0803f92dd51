SET SERVEROUTPUT ON
WHENEVER SQLERROR EXIT SQL.SQLCODE
PROMPT delete from nothing
COLUMN ename FORMAT A20 -
  HEADING 'select a from b'
EXEC :n := hr.count_all
EXEC hr.pkg.p(1, 'x')
@setup.sql
@@sub/more
SELECT id FROM emp
/
START last.sql 1
SPOOL OFF
