from sqlalchemy import delete, insert, select, update

from .models import Customer, Order


def run(session):
    session.query(Order).join(Customer, Customer.id == Order.customer_id)
    session.query(Order.id).filter(Order.state == "open").order_by(Order.id)
    session.scalars(select(Order).where(Order.id == 5))
    session.execute(update(Order).where(Order.id == 5).values(state="new"))
    session.execute(insert(Order).values(state="new"))
    session.execute(delete(Order).where(Order.id == 5))
    session.query(Order).filter(Order.id == 5).delete()
