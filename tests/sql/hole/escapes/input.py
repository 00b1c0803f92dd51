def run(db):
    db.execute('{call refresh(?)}')
    db.execute('{? = call total_of(?)}')
    db.execute('BEGIN billing.close(:1); END;')
