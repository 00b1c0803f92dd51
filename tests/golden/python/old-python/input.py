def run(cursor):
    print "select what you like"
    cursor.execute(u"SELECT id FROM orders")
