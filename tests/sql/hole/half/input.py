def run(db):
    db.execute('SELECT id FROM orders o JOIN items i ON')
    db.execute("SELECT id FROM orders WHERE name = 'abc")
    db.execute('UPDATE orders SET')
    db.execute('INSERT INTO orders (id, total')
    db.execute('SELECT id, ')
