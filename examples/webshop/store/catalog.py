"""What there is to buy."""

from sqlalchemy import select, text, update

from .models import Category, Product


def front_page(session):
    return session.execute(
        text("SELECT product_id, title, price_cents FROM v_front_page")
    ).all()


def by_category(session, slug):
    return (
        session.query(Product)
        .join(Category, Category.id == Product.category_id)
        .filter(Category.slug == slug, Product.in_stock.is_(True))
        .order_by(Product.title)
        .all()
    )


def product(session, sku):
    return session.scalar(select(Product).where(Product.sku == sku))


def set_price(session, sku, cents):
    session.execute(
        update(Product).where(Product.sku == sku).values(price_cents=cents)
    )


def find(session, words):
    return session.execute(
        text(
            """
            SELECT p.sku, p.title
              FROM products AS p
             WHERE MATCH (p.title, p.description)
                   AGAINST (:words IN BOOLEAN MODE)
             LIMIT 20
            """
        ),
        {"words": words},
    ).all()
