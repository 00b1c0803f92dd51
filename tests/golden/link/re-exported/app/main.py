from lib import ALL_ORDERS


def run(cursor):
    cursor.execute(ALL_ORDERS)
