SELECT * FROM (SUMMARIZE orders), (DESCRIBE lines);
SELECT * FROM (PIVOT cities ON year USING sum(people)) p;
SELECT id FROM "data/x.parquet" JOIN postgres_scan('host=h', 'public', 'clients') USING (id);
FROM query('SELECT a FROM t');
SELECT x FROM a ANTI JOIN b ON a.y = b.y USING SAMPLE 10%;
