from models import *
from choices import *


def orders(session):
    return session.query(Order).all()
