INSERT INTO stock (item, count) VALUES ('a', 1)
ON CONFLICT (item) DO UPDATE SET count = stock.count + excluded.count
WHERE NOT stock.locked RETURNING id;
