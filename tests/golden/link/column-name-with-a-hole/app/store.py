def rename(cursor, field, value, number):
    cursor.execute(f"UPDATE people SET {field} = %s, {field}_at = now() WHERE id = %s", (value, number))
