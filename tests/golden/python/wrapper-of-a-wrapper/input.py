class Database:
    def _run(self, statement):
        self.cursor.execute(statement)

    def run(self, sql):
        self._run(sql)

    def orders(self):
        self.run("DELETE FROM orders")
