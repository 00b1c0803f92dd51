COPY app.t (a, "B") FROM stdin;
1	x;'y
2	\N
\.
COPY (SELECT a FROM u) TO STDOUT;
\copy app.w (c) from 'in.csv' csv header
\copy (select d from v where e) to 'out.csv' with csv
SELECT 1 FROM after;
