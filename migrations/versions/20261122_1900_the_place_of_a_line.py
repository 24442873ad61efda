"""A correction stands in the place of the line that it corrects.

Revision ID: 20261122_1900
Revises: 20261122_1807
"""

import sqlalchemy as sa
from alembic import op

from roadmap.store.append_only import guard, unguard

revision = "20261122_1900"
down_revision = "20261122_1807"
branch_labels = None
depends_on = None

_TABLE = "ledger_entry"
_INDEXES = {
    "ix_ledger_entry_of_milestone": ("milestone_id", None),
    "ix_ledger_entry_of_measure": ("measure_id", None),
    "ix_ledger_entry_of_measure_itself": ("measure_id", "milestone_id IS NULL"),
}
# A correction can itself be corrected: each takes its place from one that has it already.
_CORRECTIONS = """
SELECT later.id, wrong.id, wrong.seq FROM ledger_line later
JOIN ledger_line wrong ON wrong.roadmap_id = later.roadmap_id AND wrong.seq = later.corrects
ORDER BY later.roadmap_id, later.seq
"""
_TAKES_THE_PLACE = """
UPDATE ledger_entry SET place = coalesce(
 (SELECT min(wrong.place) FROM ledger_entry wrong WHERE wrong.line_id = :wrong), :seq)
WHERE line_id = :later
"""


def upgrade() -> None:
    bind = op.get_bind()
    unguard(bind, (_TABLE,))
    _drop_indexes()
    op.add_column(_TABLE, sa.Column("place", sa.Integer(), nullable=True))
    op.execute("UPDATE ledger_entry SET place = seq")
    for later, wrong, seq in bind.execute(sa.text(_CORRECTIONS)).all():
        bind.execute(sa.text(_TAKES_THE_PLACE), {"later": later, "wrong": wrong, "seq": seq})
    with op.batch_alter_table(_TABLE) as batch_op:
        batch_op.alter_column("place", existing_type=sa.Integer(), nullable=False)
    _create_indexes("place", "seq")
    guard(bind, (_TABLE,))


def downgrade() -> None:
    bind = op.get_bind()
    unguard(bind, (_TABLE,))
    _drop_indexes()
    with op.batch_alter_table(_TABLE) as batch_op:
        batch_op.drop_column("place")
    _create_indexes("seq")
    guard(bind, (_TABLE,))


def _drop_indexes() -> None:
    for name in _INDEXES:
        op.drop_index(name, _TABLE)


def _create_indexes(*order: str) -> None:
    for name, (subject, only) in _INDEXES.items():
        where = sa.text(only) if only else None
        columns = [subject, "facet", "effective_on", *order]
        op.create_index(name, _TABLE, columns, sqlite_where=where, postgresql_where=where)
