"""Who wants our letter."""

from sqlalchemy import text

from .models import Shopper
from .session import engine


def addresses(session, how_often):
    return [
        shopper.email
        for shopper in session.query(Shopper).filter(
            Shopper.newsletter == how_often
        )
    ]


def unsubscribe(email):
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE shoppers SET newsletter = 'no' WHERE email = :email"),
            {"email": email},
        )
