def search(cursor, name, town):
    sql = "SELECT c.id FROM customers c"
    if town:
        sql += " JOIN addresses a ON a.customer_id = c.id"
    sql += " WHERE true"
    if name:
        sql += " AND c.name = %s"
    cursor.execute(sql)
