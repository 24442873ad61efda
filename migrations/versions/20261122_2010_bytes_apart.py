"""The bytes of a delivery stand apart from the row that changes its state.

Revision ID: 20261122_2010
Revises: 20261122_1905
"""

import sqlalchemy as sa
from alembic import op

from roadmap.store.mail.history import forget_steps, record_steps

revision = "20261122_2010"
down_revision = "20261122_1905"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_content",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_content_delivery_id")),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_content")),
    )
    op.execute(
        "INSERT INTO delivery_content (delivery_id, mime)"
        " SELECT id, mime FROM delivery WHERE length(mime) > 0 ORDER BY id"
    )
    bind = op.get_bind()
    forget_steps(bind)
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.drop_column("mime")
    record_steps(bind)


def downgrade() -> None:
    bind = op.get_bind()
    forget_steps(bind)
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.add_column(sa.Column("mime", sa.LargeBinary(), nullable=True))
    op.execute("UPDATE delivery SET mime = (SELECT mime FROM delivery_content WHERE delivery_id = delivery.id)")
    op.execute("UPDATE delivery SET mime = '' WHERE mime IS NULL")
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.alter_column("mime", existing_type=sa.LargeBinary(), nullable=False)
    record_steps(bind)
    op.drop_table("delivery_content")
