from sqlalchemy import Column, Integer, MetaData, Table, select

orders = Table("orders", MetaData(), Column("id", Integer))


def run(connection):
    connection.execute(select(orders.c.id).where(orders.c.id > 5))
    connection.execute(orders.update().where(orders.c.id == 5).values(id=6))
