SELECT now() - INTERVAL '1 day', a::interval DAY TO SECOND, interval '1' MONTH FROM t;
