from sqlalchemy import text


def run(session):
    session.execute(text("SELECT id FROM orders WHERE id = :id"), {"id": 5})
