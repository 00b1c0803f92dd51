from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from .base import Base


class Order(Base):
    __tablename__ = "orders"
    __table_args__ = {"schema": "shop"}
    id = Column(Integer, primary_key=True)
    state = Column("order_state", String(10), nullable=False)
    customer_id = Column(ForeignKey("shop.customers.id", ondelete="CASCADE"))
    customer = relationship("Customer")
