QUERIES = {
    "open": "SELECT id FROM orders",
    "all": "SELECT id FROM items",
}


def run(cursor, which):
    cursor.execute(QUERIES["open"])


def any_of(cursor, which):
    cursor.execute(QUERIES[which])
