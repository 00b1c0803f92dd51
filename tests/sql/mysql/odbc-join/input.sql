SELECT a.x FROM { OJ a LEFT OUTER JOIN b ON a.id = b.id };
