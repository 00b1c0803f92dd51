SELECT ctid, id FROM orders;
