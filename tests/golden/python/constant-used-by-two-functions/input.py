OPEN = "SELECT id FROM orders"


def one(cursor):
    cursor.execute(OPEN)


def two(cursor):
    cursor.execute(OPEN + " WHERE state = 'open'")
