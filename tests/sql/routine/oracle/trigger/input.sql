CREATE OR REPLACE TRIGGER t_bi BEFORE INSERT ON t FOR EACH ROW
BEGIN
  IF :NEW.id IS NULL THEN
    SELECT seq.nextval INTO :NEW.id FROM dual;
  END IF;
  :NEW.changed := current_date;
  auto_id(:NEW.id);
END;
/
SELECT a FROM b;
/
