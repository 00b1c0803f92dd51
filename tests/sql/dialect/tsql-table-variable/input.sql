DECLARE @new TABLE (id int PRIMARY KEY, n int);
INSERT INTO @new (id, n) SELECT id, n FROM src;
UPDATE @new SET n = 0 WHERE id = 1;
UPDATE x SET n = s.n FROM @new x JOIN src s ON s.id = x.id;
DELETE FROM @new;
INSERT INTO t (a) OUTPUT inserted.a INTO @new (id) VALUES (1);
SELECT x.id FROM @new AS x;
