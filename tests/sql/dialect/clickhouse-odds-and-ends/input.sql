SELECT user, count() FROM visits GROUP BY user;
SELECT t.* APPLY toString FROM t INTO OUTFILE 'x.csv' TRUNCATE FORMAT CSV;
