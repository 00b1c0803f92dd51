from app import models
from app.models import db, Order

class Mixin:
    @classmethod
    def by_org(cls, org):
        return cls.query.filter(cls.org == org)

class Alert(Mixin, db.Model):
    org = db.Column(db.Integer)

def f(order: Order, alert, things):
    models.db.session.add(alert)
    db.session.delete(order)
    for t in things:
        db.session.delete(t)
    Alert.by_org(1).filter(Alert.org == 2).all()
    things.filter(Alert.org == 1)
