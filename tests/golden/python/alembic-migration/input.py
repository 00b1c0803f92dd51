from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.Integer(), sa.ForeignKey("shops.id")),
    )
    op.drop_column("items", "old")
    with op.batch_alter_table("items") as batch:
        batch.alter_column("a", new_column_name="b")
    op.execute("UPDATE items SET b = 0")


def downgrade():
    op.drop_table("orders")
    op.execute("DELETE FROM items")
