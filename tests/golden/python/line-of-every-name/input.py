def close(cursor, order):
    cursor.execute("""
        UPDATE orders
           SET state = 'closed'
         WHERE id IN (SELECT order_id
                        FROM invoices)""")
