from alembic import op
import sqlalchemy as sa


def upgrade():
    states = sa.table("states", sa.column("id"))
    op.bulk_insert(states, [{"id": 1}])
    op.execute(states.update().where(states.c.id == 2).values(id=3))
