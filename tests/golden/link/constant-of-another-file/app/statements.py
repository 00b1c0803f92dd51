ORDERS = "SELECT total FROM orders WHERE id = %s"
