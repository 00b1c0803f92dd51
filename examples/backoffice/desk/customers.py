"""Who buys our seeds."""

from . import db
from .statements import CUSTOMER_COLUMNS

PAGE = 50


def get(customer_id):
    return db.query_one(
        "SELECT {} FROM customers WHERE id = %s".format(CUSTOMER_COLUMNS),
        (customer_id,),
    )


def search(name=None, town=None, page=0):
    sql = "SELECT DISTINCT c.id, c.name FROM customers c"
    params = []
    if town:
        sql += " JOIN addresses a ON a.customer_id = c.id AND a.town = %s"
        params.append(town)
    if name:
        sql += " WHERE lower(c.name) LIKE %s"
        params.append(name.lower() + "%")
    sql += " ORDER BY c.name LIMIT %d OFFSET %d" % (PAGE, page * PAGE)
    return db.query(sql, params)


def merge(keep, drop):
    """Give everything of one customer to another."""
    with db.transaction() as cursor:
        cursor.execute(
            "UPDATE orders SET customer_id = %s WHERE customer_id = %s",
            (keep, drop),
        )
        cursor.execute(
            "UPDATE addresses SET customer_id = %s, is_default = false"
            " WHERE customer_id = %s",
            (keep, drop),
        )
        cursor.execute("DELETE FROM customers WHERE id = %s", (drop,))
