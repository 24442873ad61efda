"""An indicator may have an organisation whose coordinators read it off.

Revision ID: 20261122_2040
Revises: 20261122_2020
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2040"
down_revision = "20261122_2020"
branch_labels = None
depends_on = None

_KEY = "fk_indicator_organisation_id"


def upgrade() -> None:
    with op.batch_alter_table("indicator") as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(_KEY), "organisation", ["organisation_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("indicator") as batch_op:
        batch_op.drop_constraint(op.f(_KEY), type_="foreignkey")
        batch_op.drop_column("organisation_id")
