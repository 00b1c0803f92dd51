import sqlalchemy as sa

changes = sa.Table("old_changes", sa.MetaData())
