-- y is c's: a stands behind a comma and is not joined yet.
SELECT 1 FROM a, b JOIN c ON y = z;
-- y is a's: the condition of the inner join does not see c.
SELECT 1 FROM a JOIN b ON y = z JOIN c ON w = z;
-- x is b's in the inner condition, which stands before the outer one.
SELECT 1 FROM a LEFT JOIN b JOIN c ON x = w ON a.id = z;
-- A subquery in a condition sees what the condition sees.
SELECT 1 FROM a, b JOIN c ON EXISTS (SELECT y);
