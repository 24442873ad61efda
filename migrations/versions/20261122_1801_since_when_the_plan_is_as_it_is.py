"""Since when the plan is as its rows have it, and an index of what is said of a measure itself.

From that day and moment on, nothing of the plan has to be undone.

Revision ID: 20261122_1801
Revises: 20261122_1740
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1801"
down_revision = "20261122_1740"
branch_labels = None
depends_on = None

_SINCE_DAY = """
UPDATE roadmap SET plan_changed_on = (
 SELECT max(entry.effective_on) FROM ledger_line line JOIN ledger_entry entry ON entry.line_id = line.id
 WHERE line.roadmap_id = roadmap.id AND entry.facet IN ('adoption', 'amendment'))
"""
# A correction counts as well; any moment that is not too early will do.
_SINCE_MOMENT = """
UPDATE roadmap SET plan_changed_at = (
 SELECT max(line.recorded_at) FROM ledger_line line WHERE line.roadmap_id = roadmap.id)
WHERE plan_changed_on IS NOT NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("roadmap") as batch_op:
        batch_op.add_column(sa.Column("adopted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("plan_changed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("plan_changed_at", sa.DateTime(timezone=True), nullable=True))
    # What is said of a measure's milestones stands beside what is said of itself, and there is far more of it.
    op.create_index(
        "ix_ledger_entry_of_measure_itself",
        "ledger_entry",
        ["measure_id", "facet", "effective_on", "seq"],
        sqlite_where=sa.text("milestone_id IS NULL"),
        postgresql_where=sa.text("milestone_id IS NULL"),
    )
    op.execute("UPDATE roadmap SET adopted_on = act_dated_on WHERE stage = 'adopted'")
    op.execute(_SINCE_DAY)
    op.execute(_SINCE_MOMENT)


def downgrade() -> None:
    op.drop_index("ix_ledger_entry_of_measure_itself", "ledger_entry")
    with op.batch_alter_table("roadmap") as batch_op:
        batch_op.drop_column("plan_changed_at")
        batch_op.drop_column("plan_changed_on")
        batch_op.drop_column("adopted_on")
