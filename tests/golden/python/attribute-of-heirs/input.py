class Repository:
    table = None

    def count(self, cursor):
        cursor.execute("SELECT count(*) FROM " + self.table)


class Orders(Repository):
    table = "orders"


class Items(Repository):
    table = "items"
