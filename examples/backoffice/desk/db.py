"""The one door to the database: every statement goes through here."""

import os
from contextlib import contextmanager

import psycopg2
import psycopg2.extras

DSN = os.environ.get("DESK_DSN", "dbname=office")


@contextmanager
def transaction():
    connection = psycopg2.connect(DSN)
    try:
        with connection:
            with connection.cursor(
                cursor_factory=psycopg2.extras.DictCursor
            ) as cursor:
                yield cursor
    finally:
        connection.close()


def query(sql, params=()):
    """All rows of a statement."""
    with transaction() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def query_one(sql, params=()):
    """The first row of a statement, or None."""
    rows = query(sql, params)
    return rows[0] if rows else None


def execute(sql, params=()):
    """How many rows a statement has changed."""
    with transaction() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount
