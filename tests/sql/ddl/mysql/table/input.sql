CREATE TABLE IF NOT EXISTS `shop`.`customer` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT COMMENT 'a, b',
  `odd name` varchar(40) CHARACTER SET utf8 COLLATE utf8_bin NOT NULL DEFAULT 'it''s',
  kind enum('a','b)') DEFAULT 'a',
  ts timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  full_name varchar(80) AS (concat(name, 'x')) VIRTUAL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_name` (`odd name`(10), kind DESC),
  KEY `k` (kind) USING BTREE,
  FULLTEXT INDEX ft (`odd name`),
  CONSTRAINT `c1` CHECK (`id` > 0)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COMMENT='people; x';
