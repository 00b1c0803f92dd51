from . import db


def query(sql):
    return db.query(sql)
