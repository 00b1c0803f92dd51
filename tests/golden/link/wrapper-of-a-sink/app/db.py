def fetch(sql, *args):
    cursor = connect().cursor()
    cursor.execute(sql, args)
    return cursor.fetchall()
