SELECT o.id, i.sku, place FROM ds.orders o, UNNEST(o.items) AS i WITH OFFSET AS place;
SELECT i.sku FROM ds.orders AS o, o.items AS i;
SELECT (SELECT value.int_value FROM UNNEST(event_params) WHERE key = 'k') AS v FROM ds.events;
SELECT address.city FROM ds.customers WHERE address.geo.lat > 1;
SELECT STRUCT<x INT64, y STRING>(a, b), ARRAY<INT64>[c] FROM ds.t;
