def run(cursor, sql="SELECT id FROM orders"):
    cursor.execute(sql)
