from . import statements


def run(cursor):
    cursor.execute(statements.OPEN)
    cursor.execute("SELECT id FROM " + statements.TABLE)
