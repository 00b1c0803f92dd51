def count(cursor, year):
    cursor.execute("SELECT count(*) FROM sales_%d" % year)
