def run(cursor):
    cursor.execute(compose())
