CREATE OR REPLACE PACKAGE BODY shop.stock AS
  total NUMBER;
  FUNCTION count_all (k NUMBER) RETURN NUMBER IS
    n NUMBER;
  BEGIN
    SELECT COUNT(*) INTO n FROM items WHERE kind = k;
    RETURN n;
  END count_all;
  PROCEDURE reset IS BEGIN UPDATE items SET n = 0; END;
BEGIN
  total := count_all(1);
END stock;
/
