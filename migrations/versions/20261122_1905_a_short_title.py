"""A road map may have a short title, for headings.

Revision ID: 20261122_1905
Revises: 20261122_1900
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1905"
down_revision = "20261122_1900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("roadmap", sa.Column("short_title", sa.JSON(), nullable=True))
    op.execute("UPDATE roadmap SET short_title = '{}'")
    with op.batch_alter_table("roadmap") as batch_op:
        batch_op.alter_column("short_title", existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("roadmap") as batch_op:
        batch_op.drop_column("short_title")
