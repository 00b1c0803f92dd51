CREATE TABLE `vouchers` (
  `code` varchar(20) NOT NULL PRIMARY KEY,
  `percent_off` tinyint NOT NULL,
  `redeemed` int NOT NULL DEFAULT 0,
  `valid_until` date DEFAULT NULL
) ENGINE=InnoDB COMMENT='Copied by hand from the back office; see there';

ALTER TABLE `web_orders`
  ADD COLUMN `voucher_code` varchar(20) DEFAULT NULL AFTER `state`,
  ADD CONSTRAINT `fk_web_orders_voucher`
      FOREIGN KEY (`voucher_code`) REFERENCES `vouchers` (`code`);
