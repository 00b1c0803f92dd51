IF @x = 1 GOTO done
SELECT a FROM orders
again:
SELECT b FROM lines WHERE c = 1
done:
UPDATE log SET d = 1
