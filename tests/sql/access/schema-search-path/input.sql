SET search_path TO sales, public;
SELECT id FROM orders;
