"""Who holds which post from when to when takes the place of a person's one post; and the last day of who has left.

Revision ID: 20261122_1803
Revises: 20261122_1801
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1803"
down_revision = "20261122_1801"
branch_labels = None
depends_on = None

# Whoever was given a post since it was last filled in.
_HOLDINGS = """
INSERT INTO post_holding (post_id, person_id, acting, recorded_at, version)
SELECT post_id, id, false, CURRENT_TIMESTAMP, 1 FROM person
WHERE post_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM post_holding WHERE post_holding.person_id = person.id AND post_holding.post_id = person.post_id)
"""
# A person has one post there: one without an end before one with, his own before one that he acts in.
_POSTS = """
UPDATE person SET post_id = (
  SELECT post_id FROM post_holding WHERE post_holding.person_id = person.id
  ORDER BY CASE WHEN last_on IS NULL THEN 0 ELSE 1 END, acting, id DESC LIMIT 1)
"""


def upgrade() -> None:
    op.execute(_HOLDINGS)
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_person_post_id"))
        batch_op.drop_constraint(batch_op.f("fk_person_post_id"), type_="foreignkey")
        batch_op.drop_column("post_id")


def downgrade() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_person_post_id"), "post", ["post_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_person_post_id"), ["post_id"], unique=False)
        batch_op.drop_column("left_on")
    op.execute(_POSTS)
