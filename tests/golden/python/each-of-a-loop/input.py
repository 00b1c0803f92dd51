def clear(cursor):
    for table in ("orders", "items"):
        cursor.execute(f"DELETE FROM {table}")
