SELECT count(*) FILTER (WHERE o.paid), sum(o.total) FROM orders o;
