import psycopg2


class Db:
    def run_query(self, query):
        psycopg2.connect("").cursor().execute(query)
