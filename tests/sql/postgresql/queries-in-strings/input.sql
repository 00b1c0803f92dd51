SELECT query_to_xml('SELECT a FROM orders', true, false, '');
SELECT word FROM ts_stat('SELECT words FROM pages') ORDER BY ndoc;
SELECT * FROM crosstab('SELECT year, month, total FROM sales', 'SELECT m FROM months')
	AS t (year int, total numeric);
SELECT cron.schedule('clean', '0 3 * * *', $$DELETE FROM events WHERE at < now()$$);
SELECT table_to_xml('shop.orders', true, false, '');
