import sqlalchemy as sa
from db.base import Connector


class Changes(Connector):
    def find(self, conn):
        tbl = self.db.model.changes
        return conn.execute(sa.select(tbl.c.id).where(tbl.c.id > 5))
