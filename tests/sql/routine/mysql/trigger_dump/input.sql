DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t1 AFTER UPDATE ON customer FOR EACH ROW BEGIN
  IF NEW.name <> OLD.name THEN
    INSERT INTO audit (id, what) VALUES (NEW.id, OLD.name); /* why */
  END IF;
END
*/;;
DELIMITER ;
/*!50003 SET sql_mode = @saved_sql_mode */ ;
