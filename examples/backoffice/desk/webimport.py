"""Brings orders of the web shop (MySQL) into the back office."""

import json
import os

import pymysql

from . import db

PENDING = "SELECT `id`, `payload` FROM `outbox` WHERE `delivered_at` IS NULL"


def shop():
    return pymysql.connect(
        read_default_file=os.path.expanduser("~/.my.cnf"),
        database="quillmere_shop",
    )


def run():
    """Import what the shop has put into its outbox."""
    connection = shop()
    with connection.cursor() as cursor:
        cursor.execute(PENDING)
        for event_id, payload in cursor.fetchall():
            take_over(cursor, json.loads(payload)["id"])
            cursor.execute(
                "UPDATE outbox SET delivered_at = NOW() WHERE id = %s",
                (event_id,),
            )
    connection.commit()


def take_over(cursor, web_order_id):
    cursor.execute(
        "SELECT s.email, w.total_cents, w.created_at"
        "  FROM web_orders w JOIN shoppers s ON s.id = w.shopper_id"
        " WHERE w.id = %s",
        (web_order_id,),
    )
    email, total_cents, created_at = cursor.fetchone()
    db.execute(
        """
        INSERT INTO public.orders
               (order_no, customer_id, status, placed_at, total_cents,
                web_order_id)
        SELECT 'W-' || %s, c.id, 'placed', %s, %s, %s
          FROM public.customers c
         WHERE c.email = %s
            ON CONFLICT (web_order_id) DO NOTHING
        """,
        (web_order_id, created_at, total_cents, web_order_id, email),
    )
