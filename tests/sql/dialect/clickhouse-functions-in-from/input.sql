SELECT * FROM remote('h', db.t) r JOIN clusterAllReplicas('c', system.log) l ON l.id = r.id;
SELECT a FROM mysql('h:1', 'shop', 'orders', 'u', 'p');
SELECT a FROM merge('db', '^log_'), view(SELECT b FROM inner_t), numbers(10), s3('x', 'CSV');
SELECT * FROM of_day(day = {day:Nullable(Date)});
INSERT INTO FUNCTION remote('h', db.copy) (a) SELECT b FROM src;
