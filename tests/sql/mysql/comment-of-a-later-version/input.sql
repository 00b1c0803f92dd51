SELECT a /*!999999 , b */ FROM t /*M!100100 WHERE c = 1 */;
