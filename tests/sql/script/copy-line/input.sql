\copy t from stdin
select a from junk;
\.
SELECT b FROM u;
