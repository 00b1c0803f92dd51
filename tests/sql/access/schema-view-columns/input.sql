SELECT * FROM late_names;
SELECT owed FROM late, orders;
