from .models import Order


def run(session):
    session.add(Order(state="new", total=5))
    order = session.query(Order).first()
    order.state = "open"
    session.delete(order)
