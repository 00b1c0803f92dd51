def run(db):
    db.execute('SELECT id FROM orders UPDATE items SET n = 1')
    db.execute('DELETE FROM orders DELETE FROM items')
