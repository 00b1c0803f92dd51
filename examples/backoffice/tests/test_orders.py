from desk import db, orders


def test_cancelled_orders_stay(customer):
    order_id = orders.place("T-1", customer, [(1, 2)])
    assert orders.cancel(order_id)
    left = db.query_one(
        "SELECT count(*) FROM orders WHERE id = %s", (order_id,)
    )
    assert left[0] == 1


def test_prices_come_from_the_list(customer):
    order_id = orders.place("T-2", customer, [(4, 1)])
    assert orders.lines(order_id)[0]["unit_price_cents"] == 370
