def add(cursor, body):
    cursor.execute("INSERT INTO notes (body) VALUES (%s)", (body,))
