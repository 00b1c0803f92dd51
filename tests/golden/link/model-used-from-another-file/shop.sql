-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
CREATE TABLE `orders` (
  `id` int NOT NULL,
  `state` varchar(10)
) ENGINE=InnoDB;

-- Dump completed on 2026-03-01  2:00:00
