UPDATE docs SET body.modify('delete /a') WHERE id = 1;
WITH XMLNAMESPACES ('http://x' AS n) SELECT d.body.value('n:a', 'int') AS a FROM docs d;
SELECT c.place.STDistance(@p) AS far FROM cities c;
