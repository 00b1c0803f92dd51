def install(cursor):
    with open("sql/schema.sql") as file:
        cursor.executescript(file.read())
    cursor.execute(open("sql/%s.sql" % name).read())
