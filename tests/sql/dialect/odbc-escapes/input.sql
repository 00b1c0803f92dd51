SELECT {fn UCASE(a)} AS u, b FROM t WHERE d > {ts '2020-01-01 00:00:00'};
