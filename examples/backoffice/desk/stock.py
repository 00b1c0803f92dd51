"""The shelf: lots, bins and what moves."""

import psycopg2

from .db import DSN


class Shelf:
    def __init__(self, connection=None):
        self.connection = connection or psycopg2.connect(DSN)

    def _rows(self, sql, *params):
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def on_hand(self, species):
        return self._rows(
            "SELECT name, grams FROM stock.on_hand WHERE species = %s",
            species,
        )

    def empty_bins(self):
        return self._rows(
            "SELECT b.code FROM stock.bins b WHERE NOT EXISTS"
            " (SELECT 1 FROM stock.lots t WHERE t.id = b.lot_id)"
        )

    def tests(self, lot_id):
        return self._rows(
            "SELECT * FROM stock.germination_tests WHERE lot_id = %s",
            lot_id,
        )

    def packed_in_2024(self):
        return self._rows(
            "SELECT lot_id, -sum(grams) FROM stock.movements_2024"
            " WHERE reason = 'packed' GROUP BY lot_id"
        )

    def book(self, lot_id, grams, reason):
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO stock.movements (lot_id, moved_on, grams, reason)"
                " VALUES (%s, CURRENT_DATE, %s, %s)",
                (lot_id, grams, reason),
            )

    def block(self, lot_id):
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE stock.lots SET blocked = true WHERE id = %s",
                (lot_id,),
            )
