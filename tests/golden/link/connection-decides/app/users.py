import psycopg2


def users():
    cursor = psycopg2.connect("postgresql://app@db/shop").cursor()
    cursor.execute("SELECT id FROM users")
