def run(cursor):
    cursor.execute("SELECT id FROM orders")


def broken(:
