def show():
    """SELECT id FROM orders"""
    # DELETE FROM orders
