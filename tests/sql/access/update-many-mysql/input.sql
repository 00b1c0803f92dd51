-- SET tells which tables are written.
UPDATE items, months SET items.price = months.price
WHERE items.id = months.id;
UPDATE a JOIN b ON b.a_id = a.id SET a.n = 1, b.n = a.x;
