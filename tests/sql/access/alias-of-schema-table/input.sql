SELECT shop.orders.id, orders.total FROM shop.orders;
