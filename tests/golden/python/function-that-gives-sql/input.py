def by_state(state):
    return "SELECT id FROM orders WHERE state = '%s'" % state


def run(cursor):
    cursor.execute(by_state("open"))
