from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Order(db.Model):
    __tablename__ = "orders"
    id = db.Column(db.Integer, primary_key=True)
    total = db.Column(db.Integer)


def drop(number):
    order = db.session.get(Order, number)
    db.session.delete(order)


def page():
    return db.paginate(db.select(Order).where(Order.total > 5))


def empty():
    db.session.execute(db.delete(Order).where(Order.total == 0))
