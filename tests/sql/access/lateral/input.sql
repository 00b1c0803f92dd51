SELECT o.id, l.price
FROM orders o, LATERAL (SELECT price FROM items i WHERE i.order_id = o.id) l;
