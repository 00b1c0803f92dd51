from models import Order


def open_orders(session):
    return session.query(Order).filter(Order.status == "open").all()
