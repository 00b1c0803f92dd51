-- As mysqldump writes a view of one name in two databases.
CREATE DATABASE `a`;
USE `a`;
CREATE TABLE `t` (`id` int, `x` int);
/*!50001 CREATE VIEW `v` AS SELECT 1 AS `x` */;
CREATE DATABASE `b`;
USE `b`;
CREATE TABLE `t` (`id` int);
DROP TABLE IF EXISTS `v`;
/*!50001 DROP VIEW IF EXISTS `v`*/;
/*!50001 CREATE VIEW `v` AS SELECT 1 AS `id` */;
USE `a`;
/*!50001 DROP VIEW IF EXISTS `v`*/;
/*!50001 CREATE VIEW `v` AS select `t`.`x` AS `x` from `t` */;
USE `b`;
/*!50001 DROP VIEW IF EXISTS `v`*/;
/*!50001 CREATE VIEW `v` AS select `t`.`id` AS `id` from `t` */;
