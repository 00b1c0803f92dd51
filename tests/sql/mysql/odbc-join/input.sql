SELECT a.x FROM { OJ a LEFT OUTER JOIN b ON a.id = b.id };
SELECT a.x FROM c LEFT JOIN { OJ a LEFT OUTER JOIN b ON a.id = b.id } ON c.id = a.id;
