from .names import TABLE


def count(cursor):
    cursor.execute("SELECT count(*) FROM " + TABLE)
