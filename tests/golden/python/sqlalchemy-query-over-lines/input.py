from .models import Order


def run(session, state):
    query = session.query(Order.id)
    if state:
        query = query.filter(Order.state == state)
    return query.order_by(Order.total).all()
