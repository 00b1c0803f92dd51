INSERT INTO stock SET item = 1, count = 2 AS new
ON DUPLICATE KEY UPDATE count = stock.count + new.count;
