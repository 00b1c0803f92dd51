class Repository:
    def __init__(self, connection):
        self.cursor = connection.cursor()
        self.query = "SELECT id FROM orders"

    def all(self):
        self.cursor.execute(self.query)
