-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: desk
-- ------------------------------------------------------
CREATE TABLE `users` (
  `id` int NOT NULL
) ENGINE=InnoDB;

-- Dump completed on 2026-03-01  2:00:00
