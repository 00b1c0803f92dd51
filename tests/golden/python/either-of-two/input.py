def archive(cursor, old):
    if old:
        table = "orders_old"
    else:
        table = "orders"
    cursor.execute("SELECT id FROM " + table)
