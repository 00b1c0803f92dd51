SELECT ID, Total FROM Orders o WHERE O.id = 1;
