"""Milestones of a measure can be laid out in a grid of rows and steps.

Revision ID: 20261122_2041
Revises: 20261122_2040
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2041"
down_revision = "20261122_2040"
branch_labels = None
depends_on = None

_KIND = "kind IN ('matrix', 'track')"


def upgrade() -> None:
    _create_grid()
    op.create_table(
        "grid_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_grid_row_grid_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_row")),
        sa.UniqueConstraint("grid_id", "position", name=op.f("uq_grid_row_grid_id_position")),
    )
    op.create_table(
        "grid_cell",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["row_id"], ["grid_row.id"], name=op.f("fk_grid_cell_row_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_grid_cell_milestone_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("row_id", "step", name=op.f("pk_grid_cell")),
    )
    op.create_index(op.f("ix_grid_cell_milestone_id"), "grid_cell", ["milestone_id"])


def _create_grid() -> None:
    op.create_table(
        "grid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("things", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("list_milestone_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(_KIND, name=op.f("ck_grid_kind")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_grid_measure_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["list_milestone_id"], ["milestone.id"], name=op.f("fk_grid_list_milestone_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
        sa.UniqueConstraint("measure_id", "code", name=op.f("uq_grid_measure_id_code")),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_grid_cell_milestone_id"), "grid_cell")
    for table in ("grid_cell", "grid_row", "grid"):
        op.drop_table(table)
