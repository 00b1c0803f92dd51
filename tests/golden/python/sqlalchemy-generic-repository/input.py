from sqlalchemy.orm import Session

from .base import Store
from .models import Order


class OrderStore(Store[Order]):
    def of_shop(self, session: Session, shop):
        return session.query(self.model).filter(self.model.shop == shop).all()
