"""A reader may want the one-page brief with his overviews.

Revision ID: 20261122_2060
Revises: 20261122_2041
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2060"
down_revision = "20261122_2041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscription", sa.Column("brief", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("subscription") as batch_op:
        batch_op.drop_column("brief")
