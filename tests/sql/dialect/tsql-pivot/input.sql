SELECT vendor, [1] AS first, [2]
FROM (SELECT id, emp, vendor FROM po) p
PIVOT (COUNT(id) FOR emp IN ([1], [2])) AS pvt;
SELECT vendor, emp, n FROM pvt UNPIVOT (n FOR emp IN (e1, e2)) AS u;
