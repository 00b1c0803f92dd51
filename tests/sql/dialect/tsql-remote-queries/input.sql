SELECT q.name FROM OPENQUERY(srv, 'SELECT name, id FROM joe.titles WHERE kind = ''x''') AS q;
UPDATE OPENQUERY(srv, 'SELECT name FROM joe.titles') SET name = 'y';
SELECT a.x FROM OPENROWSET('SQLNCLI', 'Server=s;', 'SELECT x FROM d.dbo.t') AS a;
SELECT c.id FROM OPENROWSET('Jet', 'c:\x.mdb';'admin';'', Customers) AS c;
SELECT d.n FROM OPENDATASOURCE('SQLNCLI', 'Server=s;').db.dbo.dept AS d;
SELECT r.a FROM OPENROWSET(BULK 'c:\x.txt', FORMATFILE = 'c:\x.fmt') AS r;
