import db


def all_orders():
    return db.fetch("SELECT id FROM orders")
