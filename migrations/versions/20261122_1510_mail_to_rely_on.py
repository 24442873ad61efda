"""Mail to rely on: every step of a delivery, reminders, choices, addresses asked, and what keeps mail back.

Revision ID: 20261122_1510
Revises: 20261122_1120
"""

import sqlalchemy as sa
from alembic import op

from roadmap.store.mail.history import forget_steps, record_steps

revision = "20261122_1510"
down_revision = "20261122_1120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("troubled_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )
    op.create_table(
        "mail_gate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "because IN ('operator', 'restored', 'clock', 'refusals')", name=op.f("ck_mail_gate_because")
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_gate_one")),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_mail_gate_released_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_gate")),
    )
    op.create_table(
        "mail_settings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("absent_from", sa.Date(), nullable=True),
        sa.Column("absent_until", sa.Date(), nullable=True),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_settings_person_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name=op.f("fk_mail_settings_substitute_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_settings")),
    )
    op.create_table(
        "opt_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name=op.f("ck_opt_in_language")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_opt_in_added_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_opt_in_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opt_in_person_id")),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_opt_in_roadmap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_opt_in_token_hash")),
    )
    with op.batch_alter_table("opt_in") as batch_op:
        batch_op.create_index(op.f("ix_opt_in_roadmap_id"), ["roadmap_id"], unique=False)

    op.create_table(
        "spent_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=True),
        sa.Column("line_seq", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_spent_link_person_id")),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_spent_link_roadmap_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_spent_link")),
    )
    with op.batch_alter_table("spent_link") as batch_op:
        batch_op.create_index(op.f("ix_spent_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "delivery_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_event_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_event")),
    )
    with op.batch_alter_table("delivery_event") as batch_op:
        batch_op.create_index(op.f("ix_delivery_event_delivery_id"), ["delivery_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("once_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_reminder_delivery_id")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_reminder_measure_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_reminder_milestone_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id")),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_reminder_roadmap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("once_key", name=op.f("uq_reminder_once_key")),
    )
    with op.batch_alter_table("reminder") as batch_op:
        batch_op.create_index(op.f("ix_reminder_delivery_id"), ["delivery_id"], unique=False)
        batch_op.create_index("ix_reminder_person_id_on", ["person_id", "on"], unique=False)
        batch_op.create_index("ix_reminder_roadmap_id_on", ["roadmap_id", "on"], unique=False)

    op.create_table(
        "suppression",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_suppression_delivery_id")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_suppression")),
    )
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default="digest"))
        batch_op.add_column(sa.Column("on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("overview", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("journaled", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        batch_op.drop_index(op.f("ix_delivery_person_id"))
        batch_op.create_index("ix_delivery_person_id_on", ["person_id", "on"], unique=False)
        batch_op.create_index("ix_delivery_state_lease_until", ["state", "lease_until"], unique=False)
        batch_op.create_check_constraint(
            op.f("ck_delivery_kind"), "kind IN ('digest', 'reminder', 'invitation', 'opt_in', 'test')"
        )
    op.execute("UPDATE delivery SET kind = 'invitation' WHERE dedupe_key LIKE 'invitation:%'")
    op.execute('UPDATE delivery SET "on" = (SELECT "on" FROM edition WHERE edition.id = delivery.edition_id)')
    record_steps(op.get_bind())

    with op.batch_alter_table("edition") as batch_op:
        batch_op.add_column(sa.Column("slot", sa.Text(), nullable=False, server_default="09:00"))
        batch_op.add_column(sa.Column("state", sa.Text(), nullable=False, server_default="written"))
        batch_op.add_column(sa.Column("cursor", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("late_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("covered_by", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f("uq_edition_on_timezone"), type_="unique")
        batch_op.create_check_constraint(op.f("ck_edition_state"), "state IN ('expanding', 'written', 'covered')")
        batch_op.create_unique_constraint(op.f("uq_edition_on_timezone_slot"), ["on", "timezone", "slot"])
        batch_op.create_foreign_key(op.f("fk_edition_covered_by"), "edition", ["covered_by"], ["id"])

    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("above_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_post_above_id"), "post", ["above_id"], ["id"])

    with op.batch_alter_table("roadmap") as batch_op:
        batch_op.add_column(sa.Column("escalate_after", sa.Integer(), nullable=True))

    with op.batch_alter_table("subscription") as batch_op:
        batch_op.add_column(sa.Column("rhythm", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("weekdays", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("scope", sa.Text(), nullable=False, server_default="all"))
        batch_op.add_column(sa.Column("scope_measure_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("when_quiet", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_check_constraint(
            op.f("ck_subscription_rhythm"), "rhythm IN ('mornings', 'calm', 'weekly', 'monthly', 'weekdays')"
        )
        batch_op.create_check_constraint(op.f("ck_subscription_scope"), "scope IN ('all', 'organisation', 'measure')")
        batch_op.create_foreign_key(op.f("fk_subscription_scope_measure_id"), "measure", ["scope_measure_id"], ["id"])


def downgrade() -> None:
    forget_steps(op.get_bind())
    # Nobody's mail does not fit into the older table, and neither does a second edition of a morning.
    op.execute("UPDATE suppression SET delivery_id = NULL")
    op.execute("UPDATE edition SET covered_by = NULL")
    op.execute("DELETE FROM delivery_event WHERE delivery_id IN (SELECT id FROM delivery WHERE person_id IS NULL)")
    op.execute("DELETE FROM delivery WHERE person_id IS NULL")
    op.execute(
        "UPDATE delivery SET edition_id = NULL WHERE edition_id IN (SELECT id FROM edition WHERE slot <> '09:00')"
    )
    op.execute("DELETE FROM edition WHERE slot <> '09:00'")
    with op.batch_alter_table("subscription") as batch_op:
        batch_op.drop_constraint(op.f("ck_subscription_rhythm"), type_="check")
        batch_op.drop_constraint(op.f("ck_subscription_scope"), type_="check")
        batch_op.drop_constraint(op.f("fk_subscription_scope_measure_id"), type_="foreignkey")
        batch_op.drop_column("when_quiet")
        batch_op.drop_column("scope_measure_id")
        batch_op.drop_column("scope")
        batch_op.drop_column("weekdays")
        batch_op.drop_column("rhythm")

    with op.batch_alter_table("roadmap") as batch_op:
        batch_op.drop_column("escalate_after")

    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_constraint(op.f("fk_post_above_id"), type_="foreignkey")
        batch_op.drop_column("above_id")

    with op.batch_alter_table("edition") as batch_op:
        batch_op.drop_constraint(op.f("ck_edition_state"), type_="check")
        batch_op.drop_constraint(op.f("fk_edition_covered_by"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_edition_on_timezone_slot"), type_="unique")
        batch_op.create_unique_constraint(op.f("uq_edition_on_timezone"), ["on", "timezone"])
        batch_op.drop_column("covered_by")
        batch_op.drop_column("late_since")
        batch_op.drop_column("cursor")
        batch_op.drop_column("state")
        batch_op.drop_column("slot")

    with op.batch_alter_table("delivery") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_index("ix_delivery_state_lease_until")
        batch_op.drop_index("ix_delivery_person_id_on")
        batch_op.create_index(op.f("ix_delivery_person_id"), ["person_id"], unique=False)
        batch_op.drop_constraint(op.f("ck_delivery_kind"), type_="check")
        batch_op.drop_column("journaled")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("doubts")
        batch_op.drop_column("overview")
        batch_op.drop_column("on")
        batch_op.drop_column("kind")

    op.drop_table("suppression")
    with op.batch_alter_table("reminder") as batch_op:
        batch_op.drop_index("ix_reminder_roadmap_id_on")
        batch_op.drop_index("ix_reminder_person_id_on")
        batch_op.drop_index(op.f("ix_reminder_delivery_id"))

    op.drop_table("reminder")
    with op.batch_alter_table("delivery_event") as batch_op:
        batch_op.drop_index(op.f("ix_delivery_event_delivery_id"))

    op.drop_table("delivery_event")
    with op.batch_alter_table("spent_link") as batch_op:
        batch_op.drop_index(op.f("ix_spent_link_person_id"))

    op.drop_table("spent_link")
    with op.batch_alter_table("opt_in") as batch_op:
        batch_op.drop_index(op.f("ix_opt_in_roadmap_id"))

    op.drop_table("opt_in")
    op.drop_table("mail_settings")
    op.drop_table("mail_gate")
    op.drop_table("worker")
