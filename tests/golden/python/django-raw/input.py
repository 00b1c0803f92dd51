from django.db import connection

from .models import Order


def run():
    Order.objects.raw("SELECT * FROM orders")
    Order.objects.extra(tables=["items"])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM orders")
