from trytond.model import ModelSQL, fields
from trytond.pool import Pool


class Line(ModelSQL):
    __name__ = 'sale.line'

    @classmethod
    def close(cls, lines):
        pool = Pool()
        Move = pool.get('stock.move')
        moves = Move.search([('line', 'in', lines)])
        Move.delete(moves)
        for move in moves:
            move.save()
        cls.write(lines, {'state': 'x'})
        t = cls.__table__()
        cursor.execute(*t.update([t.a], [1]))
        Other.search([])
