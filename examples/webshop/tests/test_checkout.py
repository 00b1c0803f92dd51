from sqlalchemy import text

from store import checkout
from store.models import CartItem, Product


def test_an_order_empties_the_cart(session, shopper):
    cart = checkout.open_cart(session, shopper.id)
    product = session.query(Product).first()
    session.add(CartItem(cart_id=cart.id, product_id=product.id, quantity=2))
    checkout.order(session, cart)
    left = session.execute(
        text("SELECT COUNT(*) FROM cart_items WHERE cart_id = :id"),
        {"id": cart.id},
    ).scalar()
    assert left == 0
