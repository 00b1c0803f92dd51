from sqlalchemy import text


def titles(session, query):
    rows = session.execute(text("SELECT title FROM products"))
    session.execute(text("SELECT id FROM orders")).one_or_none()
    return rows.all() + query.all()
