SELECT total, name FROM orders, customers WHERE customer = credit;
