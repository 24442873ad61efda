"""What a holding of a post was before it was changed, so that a page can show who was known to hold it.

Revision ID: 20261122_2020
Revises: 20261122_2010
"""

import sqlalchemy as sa
from alembic import op

from roadmap.store.append_only import guard, unguard

revision = "20261122_2020"
down_revision = "20261122_2010"
branch_labels = None
depends_on = None

_TABLE = "post_holding_change"
# Whoever holds a post since before the record began was known to as long as there is a record. When an earlier
# migration, or a load, wrote that down says nothing about it.
_KNOWN_FROM_THE_BEGINNING = """
UPDATE post_holding SET recorded_at = (SELECT min(recorded_at) FROM ledger_line)
WHERE first_on IS NULL AND recorded_at > (SELECT min(recorded_at) FROM ledger_line)
"""


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holding_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_holding_change_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_holding_change_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holding_change")),
    )
    op.create_index("ix_post_holding_change_post_id_recorded_at", _TABLE, ["post_id", "recorded_at"])
    op.create_index(op.f("ix_post_holding_change_person_id"), _TABLE, ["person_id"])
    op.execute(_KNOWN_FROM_THE_BEGINNING)
    guard(op.get_bind(), (_TABLE,))


def downgrade() -> None:
    unguard(op.get_bind(), (_TABLE,))
    op.drop_table(_TABLE)
