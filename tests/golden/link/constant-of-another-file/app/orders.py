from statements import ORDERS


def total(cursor, order):
    cursor.execute(ORDERS, (order,))
    return cursor.fetchone()
