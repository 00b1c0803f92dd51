def count(cursor, table):
    cursor.execute("SELECT count(*) FROM %s" % table)


def orders(cursor):
    return count(cursor, "orders")
