import re
from shop.queries import ORDERS


def find(cursor, word):
    cursor.execute("SELECT id FROM orders WHERE name ~ " + re.escape(word))
    cursor.execute(ORDERS.strip().replace(":word", word))
