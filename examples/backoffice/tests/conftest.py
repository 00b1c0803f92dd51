import pytest

from desk import db


@pytest.fixture
def customer():
    row = db.query_one(
        "INSERT INTO customers (customer_no, name)"
        " VALUES ('T-0', 'Test Garden') RETURNING id"
    )
    yield row[0]
    db.execute("DELETE FROM orders WHERE customer_id = %s", (row[0],))
    db.execute("DELETE FROM customers WHERE id = %s", (row[0],))
