from app.models import Order


def orders(session):
    return session.query(Order).all()
