def days(cursor, year):
    cursor.execute(f"SELECT day FROM stats_{year}")
