def query(connection, sql, *args):
    cursor = connection.cursor()
    cursor.execute(sql, args)
    return cursor.fetchall()


def orders(connection):
    return query(connection, "SELECT id FROM orders")
