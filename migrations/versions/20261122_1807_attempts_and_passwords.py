"""Attempts are counted by network as well, and a mail may be about a password.

Revision ID: 20261122_1807
Revises: 20261122_1803
"""

import sqlalchemy as sa
from alembic import op

from roadmap.store.mail.history import record_steps

revision = "20261122_1807"
down_revision = "20261122_1803"
branch_labels = None
depends_on = None

_KIND = "ck_delivery_kind"
_KINDS = "'digest', 'reminder', 'invitation', 'opt_in', 'test'"


def upgrade() -> None:
    with op.batch_alter_table("sign_in_failure") as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.Text(), nullable=False, server_default="sign_in"))
        batch_op.add_column(sa.Column("network_hash", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_sign_in_failure_network_hash"), ["network_hash"], unique=False)
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.drop_constraint(op.f(_KIND), type_="check")
        batch_op.create_check_constraint(op.f(_KIND), f"kind IN ({_KINDS}, 'password')")
    record_steps(op.get_bind())


def downgrade() -> None:
    # A link in such a mail opens nothing in the version before.
    op.execute("DELETE FROM delivery_event WHERE delivery_id IN (SELECT id FROM delivery WHERE kind = 'password')")
    op.execute("DELETE FROM delivery WHERE kind = 'password'")
    op.execute("DELETE FROM sign_in_failure")
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.drop_constraint(op.f(_KIND), type_="check")
        batch_op.create_check_constraint(op.f(_KIND), f"kind IN ({_KINDS})")
    record_steps(op.get_bind())
    with op.batch_alter_table("sign_in_failure") as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_network_hash"))
        batch_op.drop_column("network_hash")
        batch_op.drop_column("purpose")
