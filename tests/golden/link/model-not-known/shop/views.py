from sqlalchemy import select
from elsewhere import Order, Client


def orders(session, word):
    session.execute(select(Order).where(Order.total > 5))
    return Client.filter(word)
