TABLES = ["orders", "order_lines"]


def purge(cursor):
    for table in TABLES:
        cursor.execute("DELETE FROM " + table)
        cursor.execute("SELECT count(*) FROM " + table)
