"""Statements, and parts of them, that more than one module needs."""

OPEN_ORDERS = """
    SELECT o.id, o.order_no, c.name, o.placed_at, o.total_cents
      FROM orders o
      JOIN customers c ON c.id = o.customer_id
     WHERE o.status IN ('placed', 'packed')
     ORDER BY o.placed_at
"""

ORDER_LINES = (
    "SELECT l.line_no, v.species, v.name, l.packets, l.unit_price_cents "
    "FROM order_lines l "
    "JOIN stock.varieties v ON v.id = l.variety_id "
    "WHERE l.order_id = %s ORDER BY l.line_no"
)

CUSTOMER_COLUMNS = "id, customer_no, name, email, region_id"
