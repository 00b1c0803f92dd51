def count(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {table}")
