import pymysql


def run(cursor):
    cursor.execute("SELECT `id` FROM `orders`")
