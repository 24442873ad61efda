"""Who reads which mail of which road map. No row means the default of the person's role."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.interests import MailKind
from roadmap.store.base import Row
from roadmap.store.mail.outbox import MORNING_SLOT


class SubscriptionRow(Row):
    """A person's own choice about one kind of mail of one road map."""

    __tablename__ = "subscription"
    __table_args__ = (
        CheckConstraint("kind IN ('actions', 'overview')", name="kind"),
        CheckConstraint("rhythm IN ('mornings', 'calm', 'weekly', 'monthly', 'weekdays')", name="rhythm"),
        CheckConstraint("scope IN ('all', 'organisation', 'measure')", name="scope"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    active: Mapped[bool]
    # Empty where the default holds. 'mornings' and 'calm' are rhythms of actions, the others of the overview.
    rhythm: Mapped[str | None]
    # ISO numbers of the chosen weekdays, such as "135"; only with the rhythm 'weekdays'.
    weekdays: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="all")
    scope_measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    # "Tell me when all is quiet".
    when_quiet: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]


class MailSettingsRow(Row):
    """What a person chose for all his mail. No row means nine in the morning, never paused, never absent."""

    __tablename__ = "mail_settings"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    # The local time of day, such as "09:00".
    slot: Mapped[str] = mapped_column(default=MORNING_SLOT)
    # The last day without mail.
    paused_until: Mapped[date | None]
    # The first and the last day of an absence, and who reads the action items meanwhile.
    absent_from: Mapped[date | None]
    absent_until: Mapped[date | None]
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


def choices_of(session: Session, roadmap_id: int) -> dict[tuple[int, MailKind], bool]:
    """What persons chose for themselves about a road map's mail, by person and kind."""
    rows = session.scalars(select(SubscriptionRow).where(SubscriptionRow.roadmap_id == roadmap_id))
    return {(row.person_id, MailKind(row.kind)): row.active for row in rows}


def choose(session: Session, person_id: int, roadmap_id: int, kind: MailKind, active: bool, at: datetime) -> None:
    """Starts or stops one kind of mail for one person; choosing the same again changes nothing."""
    row = session.get(SubscriptionRow, (person_id, roadmap_id, kind.value), with_for_update=True)
    if row is None:
        session.add(
            SubscriptionRow(person_id=person_id, roadmap_id=roadmap_id, kind=kind.value, active=active, changed_at=at)
        )
    elif row.active is not active:
        row.active, row.changed_at = active, at
