system ls -l
tee session.log
SELECT id FROM orders;
prompt (\u@\h) [\d]>
SELECT total FROM orders\G
