UPDATE o SET o.state = 'x'
FROM orders AS o JOIN customers AS c ON c.id = o.customer WHERE c.gone = 1;
