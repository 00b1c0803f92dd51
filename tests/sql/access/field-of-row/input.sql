SELECT (o).total FROM orders o;
