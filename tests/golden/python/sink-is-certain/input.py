def totals(cursor):
    cursor.execute("SELECT id, total FROM orders")
