SELECT DO.id, loop.total FROM orders DO JOIN lines LOOP ON LOOP.o = do.id;
UPDATE orders END SET END.paid = 1;
