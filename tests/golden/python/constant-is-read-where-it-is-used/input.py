OPEN = "SELECT id FROM orders WHERE state = 'open'"


def all_open(db):
    return db.run(OPEN)
