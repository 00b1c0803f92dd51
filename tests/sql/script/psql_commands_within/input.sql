SELECT x FROM log_:suffix
\echo a command that sends nothing
WHERE y = :'value';
SELECT a FROM t
\gset
SELECT b FROM :schema.u \; UPDATE v SET c = 1 \g
\if :{?old}
SELECT d FROM w \bind 1 \g | gzip
\endif
