from sqlalchemy.orm import Session
from shop.models import Order


def keep(session: Session):
    order = session.query(Order).first() or Order(total=5)
    session.add(order)
