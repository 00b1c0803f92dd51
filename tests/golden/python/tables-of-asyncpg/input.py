import asyncpg


async def move(conn: asyncpg.Connection, rows):
    await conn.copy_records_to_table("orders", records=rows)
    await conn.copy_from_table("clients", output="clients.csv")
    await conn.copy_from_query("SELECT id FROM lines", output="lines.csv")
