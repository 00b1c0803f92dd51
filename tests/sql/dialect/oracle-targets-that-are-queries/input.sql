DELETE FROM (SELECT * FROM emp WHERE dept = 10) WHERE sal < 5;
INSERT INTO (SELECT id, name FROM emp WITH CHECK OPTION) (id, name) SELECT a, b FROM c;
INSERT INTO TABLE(SELECT d.emps FROM depts d WHERE d.id = 1) VALUES (1);
UPDATE TABLE(SELECT d.emps FROM depts d) e SET e.sal = 1;
