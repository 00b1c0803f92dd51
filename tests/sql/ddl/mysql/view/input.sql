CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`root`@`localhost` SQL SECURITY INVOKER VIEW `v` (c, n) AS
  select `orders`.`customer_id` AS `c`,count(0) AS `n` from `orders` group by `orders`.`customer_id`
  WITH CASCADED CHECK OPTION;
ALTER VIEW v AS SELECT 1 FROM t;
DROP VIEW IF EXISTS v, w;
