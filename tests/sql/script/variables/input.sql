\set tab orders
SELECT :'name', a FROM :tab WHERE b = :id;
SELECT c FROM :"schema".t;
SELECT d FROM u \gset
SELECT e FROM v \g out.txt
SELECT x::int, y[1:2] FROM w;
