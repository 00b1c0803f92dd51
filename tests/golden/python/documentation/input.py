def show(cursor):
    """SELECT id FROM orders"""
    # DELETE FROM orders
    cursor.execute("SELECT id FROM items")
