def archive(cursor, old):
    cursor.execute("SELECT id FROM %s" % ("orders_old" if old else "orders"))
