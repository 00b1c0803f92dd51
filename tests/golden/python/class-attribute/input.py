class Repository:
    table = "orders"

    def count(self, cursor):
        cursor.execute("SELECT count(*) FROM " + self.table)
