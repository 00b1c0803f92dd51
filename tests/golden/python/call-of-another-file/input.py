from .db import fetch_rows


def run():
    return fetch_rows("orders", password="a secret")
