from psycopg2 import sql


def count(cursor, column):
    cursor.execute(
        sql.SQL("SELECT {} FROM {} WHERE id = {}").format(
            sql.Identifier(column),
            sql.Identifier("public", "orders"),
            sql.Placeholder(),
        )
    )
