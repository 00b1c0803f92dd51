from pony.orm import Database, Required, select

db = Database()


class Order(db.Entity):
    _table_ = "orders"
    total = Required(int)


def run():
    select(o for o in Order if o.total > 5)
    Order.get(id=5).delete()
