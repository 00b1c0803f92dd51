import sqlalchemy as sa


class Model:
    metadata = sa.MetaData()
    changes = sa.Table("changes", metadata, sa.Column("id", sa.Integer))
