CREATE TABLE `orders` (`id` int, `total` int) ENGINE=InnoDB;
CREATE TABLE `customers` (`id` int, `credit` int) ENGINE=InnoDB;
