"""Orders over the counter and by letter."""

import logging

from . import db, statements

log = logging.getLogger(__name__)


def list_open():
    return db.query(statements.OPEN_ORDERS)


def lines(order_id):
    return db.query(statements.ORDER_LINES, (order_id,))


def find(order_no):
    return db.query_one(
        """
        SELECT id, order_no, customer_id, status, total_cents
          FROM orders
         WHERE order_no = %s
        """,
        (order_no,),
    )


def place(order_no, customer_id, wanted):
    """Place an order; wanted is a list of (variety id, packets)."""
    with db.transaction() as cursor:
        cursor.execute(
            "INSERT INTO orders (order_no, customer_id, status, placed_at) "
            "VALUES (%s, %s, 'placed', now()) RETURNING id",
            (order_no, customer_id),
        )
        order_id = cursor.fetchone()[0]
        cursor.executemany(
            "INSERT INTO order_lines"
            " (order_id, line_no, variety_id, packets, unit_price_cents) "
            "SELECT %s, %s, p.variety_id, %s, p.packet_cents"
            "  FROM price_list p WHERE p.variety_id = %s"
            " ORDER BY p.valid_from DESC LIMIT 1",
            [
                (order_id, number, packets, variety)
                for number, (variety, packets) in enumerate(wanted, 1)
            ],
        )
    return order_id


def cancel(order_id):
    changed = db.execute(
        "UPDATE orders SET status = 'cancelled' "
        "WHERE id = %s AND status <> 'shipped'",
        (order_id,),
    )
    if not changed:
        log.warning("delete from the shelf by hand: order %s", order_id)
    return changed == 1
