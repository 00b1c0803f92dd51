"""From the cart to the order."""

from datetime import datetime

from sqlalchemy import text

from . import models
from .models import Cart, CartItem, WebOrder, WebOrderItem


def open_cart(session, shopper_id):
    cart = (
        session.query(Cart)
        .filter_by(shopper_id=shopper_id, state="open")
        .one_or_none()
    )
    if cart is None:
        cart = Cart(shopper_id=shopper_id, touched_at=datetime.utcnow())
        session.add(cart)
    return cart


def percent_off(session, code):
    voucher = session.get(models.Voucher, code)
    return voucher.percent_off if voucher else 0


def items(session, cart):
    return session.execute(
        text(
            "SELECT i.product_id, i.quantity, p.price_cents "
            "FROM cart_items i JOIN products p ON p.id = i.product_id "
            "WHERE i.cart_id = :cart"
        ),
        {"cart": cart.id},
    ).all()


def order(session, cart, code=None):
    rows = items(session, cart)
    total = sum(row.quantity * row.price_cents for row in rows)
    total -= total * percent_off(session, code) // 100
    placed = WebOrder(
        shopper_id=cart.shopper_id,
        state="new",
        voucher_code=code,
        total_cents=total,
        created_at=datetime.utcnow(),
    )
    session.add(placed)
    session.flush()
    for row in rows:
        session.add(WebOrderItem(order_id=placed.id, **row._mapping))
    session.query(CartItem).filter(CartItem.cart_id == cart.id).delete()
    session.execute(
        text("UPDATE carts SET state = 'ordered' WHERE id = :id"),
        {"id": cart.id},
    )
    return placed
