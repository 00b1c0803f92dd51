SELECT total AS price, price AS old FROM items ORDER BY price;
