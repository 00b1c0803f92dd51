COPY (SELECT a FROM t WHERE b = 1) TO '/tmp/out';
