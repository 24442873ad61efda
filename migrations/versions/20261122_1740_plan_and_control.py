"""Plan and control: who holds which post, who decides, evidence, corrections, and events of security.

Revision ID: 20261122_1740
Revises: 20261122_1620
"""

import sqlalchemy as sa
from alembic import op

from roadmap.store.append_only import guard, unguard

revision = "20261122_1740"
down_revision = "20261122_1620"
branch_labels = None
depends_on = None


# What the program before this one cannot read.
_UNKNOWN_BEFORE = """
SELECT count(*) FROM ledger_entry WHERE measure_id IS NULL OR facet IN
 ('refusal', 'correction', 'adoption', 'amendment', 'evidence', 'evidence_removed')
"""
_PURPOSE = "ck_one_time_link_purpose"


def upgrade() -> None:
    _add_tables()
    _alter_tables()
    guard(op.get_bind(), ("ledger_line", "ledger_entry", "security_event", "calendar_day_change"))
    op.execute("INSERT INTO security_head (id, seq, hash) VALUES (1, 0, '')")
    # Since when somebody holds his post was not kept so far.
    op.execute(
        "INSERT INTO post_holding (post_id, person_id, acting, recorded_at, version)"
        " SELECT post_id, id, false, CURRENT_TIMESTAMP, 1 FROM person WHERE post_id IS NOT NULL"
    )


def _add_tables() -> None:
    op.create_table(
        "security_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_security_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_head")),
    )
    op.create_table(
        "decider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stems_from", sa.JSON(), nullable=False),
        sa.Column("decides", sa.JSON(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_decider_roadmap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decider")),
        sa.UniqueConstraint("roadmap_id", "code", name=op.f("uq_decider_roadmap_id_code")),
        sa.UniqueConstraint("roadmap_id", "position", name=op.f("uq_decider_roadmap_id_position")),
    )
    op.create_table(
        "calendar_day_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.Boolean(), nullable=True),
        sa.Column("after", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_calendar_day_change_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day_change")),
    )
    with op.batch_alter_table("calendar_day_change") as batch_op:
        batch_op.create_index("ix_calendar_day_change_calendar_recorded_at", ["calendar", "recorded_at"], unique=False)

    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line_seq", sa.Integer(), nullable=True),
        sa.Column("removed_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_evidence_file_measure_id")),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_evidence_file_roadmap_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_evidence_file_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
    )
    with op.batch_alter_table("evidence_file") as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_file_measure_id"), ["measure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_file_roadmap_id"), ["roadmap_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_file_uploaded_by"), ["uploaded_by"], unique=False)

    op.create_table(
        "operation",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_operation_person_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_operation")),
    )
    with op.batch_alter_table("operation") as batch_op:
        batch_op.create_index(batch_op.f("ix_operation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "post_holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_on IS NULL OR last_on IS NULL OR first_on <= last_on", name=op.f("ck_post_holding_days")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_holding_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_holding_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holding")),
    )
    with op.batch_alter_table("post_holding") as batch_op:
        batch_op.create_index(batch_op.f("ix_post_holding_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_holding_post_id"), ["post_id"], unique=False)

    op.create_table(
        "security_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_security_event_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_security_event_person_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_security_event")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_security_event_previous_hash")),
    )
    with op.batch_alter_table("security_event") as batch_op:
        batch_op.create_index(batch_op.f("ix_security_event_person_id"), ["person_id"], unique=False)


def _alter_tables() -> None:
    with op.batch_alter_table("ledger_entry") as batch_op:
        batch_op.alter_column("measure_id", existing_type=sa.INTEGER(), nullable=True)

    with op.batch_alter_table("ledger_line") as batch_op:
        batch_op.add_column(sa.Column("corrects", sa.Integer(), nullable=True))
        batch_op.alter_column("measure_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(
            "ix_ledger_line_corrects",
            ["roadmap_id", "corrects"],
            unique=False,
            sqlite_where=sa.text("corrects IS NOT NULL"),
            postgresql_where=sa.text("corrects IS NOT NULL"),
        )

    with op.batch_alter_table("measure") as batch_op:
        batch_op.add_column(sa.Column("decider_code", sa.Text(), nullable=True))

    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("roadmap") as batch_op:
        batch_op.add_column(sa.Column("decider_code", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.add_column(sa.Column("milestone_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_role_grant_person_id_role_roadmap_id_measure_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_role_grant_person_id_role_roadmap_id_measure_id_milestone_id"),
            ["person_id", "role", "roadmap_id", "measure_id", "milestone_id"],
            postgresql_nulls_not_distinct=True,
        )
        batch_op.create_foreign_key(batch_op.f("fk_role_grant_milestone_id"), "milestone", ["milestone_id"], ["id"])

    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("browser", sa.Text(), nullable=True))

    with op.batch_alter_table("one_time_link") as batch_op:
        batch_op.drop_constraint(op.f(_PURPOSE), type_="check")
        batch_op.create_check_constraint(op.f(_PURPOSE), "purpose IN ('invitation', 'password')")


def downgrade() -> None:
    if op.get_bind().execute(sa.text(_UNKNOWN_BEFORE)).scalar_one():
        raise RuntimeError("the ledger has lines that the version before cannot read, and lines are never removed")
    op.execute("DELETE FROM one_time_link WHERE purpose = 'password'")
    op.execute("DELETE FROM role_grant WHERE milestone_id IS NOT NULL")
    unguard(op.get_bind(), ("security_event", "calendar_day_change"))
    with op.batch_alter_table("one_time_link") as batch_op:
        batch_op.drop_constraint(op.f(_PURPOSE), type_="check")
        batch_op.create_check_constraint(op.f(_PURPOSE), "purpose IN ('invitation')")

    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.drop_column("browser")
        batch_op.drop_column("seen_at")

    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_role_grant_milestone_id"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("uq_role_grant_person_id_role_roadmap_id_measure_id_milestone_id"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_role_grant_person_id_role_roadmap_id_measure_id"),
            ["person_id", "role", "roadmap_id", "measure_id"],
        )
        batch_op.drop_column("milestone_id")

    with op.batch_alter_table("roadmap") as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("decider_code")

    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("erased_at")

    with op.batch_alter_table("measure") as batch_op:
        batch_op.drop_column("decider_code")

    with op.batch_alter_table("ledger_line") as batch_op:
        batch_op.drop_index(
            "ix_ledger_line_corrects",
            sqlite_where=sa.text("corrects IS NOT NULL"),
            postgresql_where=sa.text("corrects IS NOT NULL"),
        )
        batch_op.alter_column("measure_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("corrects")

    with op.batch_alter_table("ledger_entry") as batch_op:
        batch_op.alter_column("measure_id", existing_type=sa.INTEGER(), nullable=False)

    guard(op.get_bind(), ("ledger_line", "ledger_entry"))
    with op.batch_alter_table("security_event") as batch_op:
        batch_op.drop_index(batch_op.f("ix_security_event_person_id"))

    op.drop_table("security_event")
    with op.batch_alter_table("post_holding") as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_holding_post_id"))
        batch_op.drop_index(batch_op.f("ix_post_holding_person_id"))

    op.drop_table("post_holding")
    with op.batch_alter_table("operation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_operation_person_id"))

    op.drop_table("operation")
    with op.batch_alter_table("evidence_file") as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_file_uploaded_by"))
        batch_op.drop_index(batch_op.f("ix_evidence_file_roadmap_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_file_measure_id"))

    op.drop_table("evidence_file")
    with op.batch_alter_table("calendar_day_change") as batch_op:
        batch_op.drop_index("ix_calendar_day_change_calendar_recorded_at")

    op.drop_table("calendar_day_change")
    op.drop_table("decider")
    op.drop_table("security_head")
