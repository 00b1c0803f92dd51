CREATE PROCEDURE p IS
  $IF $$debug $THEN v NUMBER; $END
BEGIN
  $IF dbms_db_version.ver_le_11 $THEN
  DELETE FROM old_t;
  $ELSE
  DELETE FROM new_t;
  $END
END;
/
