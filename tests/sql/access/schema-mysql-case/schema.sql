CREATE TABLE `orders` (`Id` int, `total` int) ENGINE=InnoDB;
