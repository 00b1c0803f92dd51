if fast:

    def run(cursor):
        cursor.execute("SELECT id FROM orders")
else:

    def run(cursor):
        cursor.execute("SELECT id FROM items")
