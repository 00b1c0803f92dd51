UPDATE orders o JOIN customers c ON o.customer_id = c.id SET o.state = c.state WHERE c.gone = 0;
