from .app import db


class WebOrder(db.Model):
    id = db.Column(db.Integer, primary_key=True)


def open_orders():
    return WebOrder.query.filter_by(id=5).all()
