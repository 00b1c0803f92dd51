import psycopg2


def count(cursor):
    cursor.execute("SELECT count(*) FROM notes")
