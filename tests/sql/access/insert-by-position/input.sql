INSERT INTO archive (id, sum) SELECT id, price * count FROM items;
