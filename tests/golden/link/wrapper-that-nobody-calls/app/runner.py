import psycopg2


class Runner:
    def run_query(self, query):
        cursor = self.connection.cursor()
        cursor.execute(query)

    def count(self, sql):
        return self.connection.cursor().execute(sql)

    def all(self):
        return self.count("SELECT count(*) FROM orders")
