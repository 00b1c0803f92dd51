"""Invoices, reminders and the bank's file."""

from . import db


def issue(order_id):
    return db.query_one("SELECT billing.issue_invoice(%s)", (order_id,))[0]


def overdue(below_level=3):
    return db.query(
        "SELECT id, invoice_no, open_cents FROM billing.overdue"
        " WHERE reminded < %s ORDER BY due_on",
        (below_level,),
    )


def remind(invoice_id, level):
    db.execute(
        """
        INSERT INTO billing.reminders (invoice_id, level, sent_on)
        VALUES (%s, %s, CURRENT_DATE)
        ON CONFLICT (invoice_id, level)
        DO UPDATE SET sent_on = EXCLUDED.sent_on
        """,
        (invoice_id, level),
    )


def import_bank_file(file):
    with db.transaction() as cursor:
        cursor.copy_expert(
            "COPY billing.bank_imports (booked_on, cents, purpose) "
            "FROM STDIN WITH (FORMAT csv, HEADER)",
            file,
        )


def match_payments():
    """Turn imported lines that name an invoice into payments."""
    return db.execute(
        """
        WITH matched AS (
            UPDATE billing.bank_imports b
               SET matched = true
              FROM billing.invoices i
             WHERE NOT b.matched
               AND b.purpose = i.invoice_no
            RETURNING i.id, b.booked_on, b.cents, b.purpose
        )
        INSERT INTO billing.payments
               (invoice_id, received_on, cents, bank_reference)
        SELECT id, booked_on, cents, purpose
          FROM matched
        """
    )
