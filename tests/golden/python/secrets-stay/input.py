from .db import run_query

DB_PASSWORD = "orders"
API_TOKEN = "SELECT"
DSN = "host=db password=secret"


def run(cursor):
    cursor.execute(build("secret"))
    run_query("id = 5", password="secret")
