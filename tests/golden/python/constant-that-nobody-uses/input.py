OPEN = "SELECT id FROM orders WHERE state = 'open'"
