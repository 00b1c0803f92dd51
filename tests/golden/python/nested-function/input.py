class Orders:
    def all(self, pool):
        def run(cursor):
            cursor.execute("SELECT id FROM orders")

        return pool.do(run)
