CREATE TABLE orders_old (LIKE shop.orders INCLUDING ALL, moved date DEFAULT day_of());
