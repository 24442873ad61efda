"""Which reminders are the last before the day passes: those are handed over although they were stopped meanwhile.

Revision ID: 20261122_1620
Revises: 20261122_1510
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1620"
down_revision = "20261122_1510"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminder", sa.Column("last_day", sa.Boolean(), server_default=sa.false(), nullable=False))
    # Of mails that wait on the day of the upgrade it is not known; what may be the last reminder counts as one.
    op.execute(
        "UPDATE reminder SET last_day = true WHERE why = 'due' AND delivery_id IN "
        "(SELECT id FROM delivery WHERE state NOT IN ('sent', 'failed', 'expired', 'suppressed'))"
    )


def downgrade() -> None:
    op.drop_column("reminder", "last_day")
