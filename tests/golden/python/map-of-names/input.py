TABLES = {"day": "daily", "week": "weekly"}


def rows(cursor, span):
    cursor.execute("SELECT total FROM " + TABLES.get(span, "monthly"))
