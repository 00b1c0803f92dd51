from sqlalchemy.orm import DeclarativeBase


class Order(DeclarativeBase):
    __tablename__ = "orders"
