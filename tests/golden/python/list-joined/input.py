def search(cursor, name):
    where = ["true"]
    if name:
        where.append("name = %s")
    cursor.execute("SELECT id FROM customers WHERE " + " AND ".join(where))
