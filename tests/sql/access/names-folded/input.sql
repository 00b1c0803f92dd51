SELECT "Id", NAME FROM "Shop".Orders;
