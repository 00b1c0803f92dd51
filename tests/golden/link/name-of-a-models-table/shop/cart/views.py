from django.db import connection
from cart.models import Line


def totals():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT total FROM {Line._meta.db_table}")
