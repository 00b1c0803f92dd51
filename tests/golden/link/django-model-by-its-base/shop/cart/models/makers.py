from base import Named


class Maker(Named):
    pass
