"""The help desk's questions, from the time before SQLAlchemy."""

import pymysql


class Tickets:
    def __init__(self, **options):
        self.db = pymysql.connect(database="quillmere_shop", **options)

    def open(self, limit=20):
        cur = self.db.cursor()
        cur.execute(
            "SELECT t.id, t.subject, s.email FROM tickets t "
            "LEFT JOIN shoppers s ON s.id = t.shopper_id "
            "WHERE t.state = 'open' ORDER BY t.opened_at LIMIT %d" % limit
        )
        return cur.fetchall()

    def close(self, ticket_id):
        cur = self.db.cursor()
        cur.execute(
            "UPDATE `tickets` SET `state` = 'closed' WHERE `id` = %s",
            (ticket_id,),
        )
        self.db.commit()
