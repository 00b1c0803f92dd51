from .base import ByOrg
from sqlalchemy import Column, Integer


class Alert(ByOrg, db.Model):
    __tablename__ = "alerts"
    org = Column(Integer)


def close(session, alert, things):
    session.delete(alert)
    for thing in things:
        session.delete(thing)
