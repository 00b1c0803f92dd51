"""The tables of the shop as classes."""

from sqlalchemy import Boolean, Column, DateTime, Enum, ForeignKey
from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Category(Base):
    __tablename__ = "categories"

    id = Column(Integer, primary_key=True)
    parent_id = Column(Integer, ForeignKey("categories.id"))
    slug = Column(String(60), unique=True, nullable=False)
    title = Column(String(120), nullable=False)


class Product(Base):
    __tablename__ = "products"

    id = Column(Integer, primary_key=True)
    sku = Column(String(20), unique=True, nullable=False)
    category_id = Column(Integer, ForeignKey("categories.id"))
    title = Column(String(160), nullable=False)
    description = Column(Text)
    price_cents = Column(Integer, nullable=False)
    in_stock = Column(Boolean, nullable=False, default=True)

    category = relationship(Category)


class Shopper(Base):
    __tablename__ = "shoppers"

    id = Column(Integer, primary_key=True)
    email = Column(String(190), unique=True, nullable=False)
    password_hash = Column(String(255), nullable=False)
    display_name = Column(String(120))
    newsletter = Column(Enum("no", "weekly", "monthly"), default="no")


class Cart(Base):
    __tablename__ = "carts"

    id = Column(Integer, primary_key=True)
    shopper_id = Column(Integer, ForeignKey("shoppers.id"))
    state = Column(Enum("open", "ordered", "stale"), default="open")
    touched_at = Column(DateTime, nullable=False)


class CartItem(Base):
    __tablename__ = "cart_items"

    cart_id = Column(Integer, ForeignKey("carts.id"), primary_key=True)
    product_id = Column(Integer, ForeignKey("products.id"), primary_key=True)
    quantity = Column(Integer, nullable=False, default=1)


class Voucher(Base):
    __tablename__ = "vouchers"

    code = Column(String(20), primary_key=True)
    percent_off = Column(Integer, nullable=False)
    redeemed = Column(Integer, nullable=False, default=0)


class WebOrder(Base):
    __tablename__ = "web_orders"

    id = Column(Integer, primary_key=True)
    shopper_id = Column(Integer, ForeignKey("shoppers.id"), nullable=False)
    state = Column(Enum("new", "paid", "handed over", "cancelled"))
    voucher_code = Column(String(20), ForeignKey("vouchers.code"))
    total_cents = Column(Integer, nullable=False)
    created_at = Column(DateTime, nullable=False)


class WebOrderItem(Base):
    __tablename__ = "web_order_items"

    order_id = Column(Integer, ForeignKey("web_orders.id"), primary_key=True)
    product_id = Column(Integer, ForeignKey("products.id"), primary_key=True)
    quantity = Column(Integer, nullable=False)
    price_cents = Column(Integer, nullable=False)
