"""Figures of past years. Each year has a table of its own."""

from . import db

PREFIX = "sales_stats_"


def best_months(year):
    return db.query(
        f"SELECT month, sum(packets) FROM sales_stats_{year} "
        f"GROUP BY month ORDER BY 2 DESC"
    )


def compare(year):
    this = PREFIX + str(year)
    last = PREFIX + str(year - 1)
    return db.query(
        "SELECT a.variety_id, sum(a.cents) - sum(b.cents) AS difference"
        f"  FROM {this} a JOIN {last} b USING (variety_id, month)"
        " GROUP BY a.variety_id"
    )


def row_count(table):
    return db.query_one(f"SELECT count(*) FROM {table}")[0]
