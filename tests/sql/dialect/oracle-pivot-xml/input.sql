SELECT * FROM emp PIVOT XML (SUM(sal) FOR job IN (SELECT job FROM jobs));
