COPY public.t (a, b) FROM stdin;
1	DELETE FROM x;
2	select
\.
SELECT a FROM u;
