\if :{?full}
DELETE FROM a;
\else
\echo 'nothing; here'
\endif
\! rm -f x
DELETE FROM b;
