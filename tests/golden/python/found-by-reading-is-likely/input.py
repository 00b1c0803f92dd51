def totals():
    return "SELECT id, total FROM orders"
