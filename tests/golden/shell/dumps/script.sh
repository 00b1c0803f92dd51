pg_dump -t public.orders -t 'items_*' shop
mysqldump --single-transaction -psecret shop customers >c.sql
pg_dump shop
