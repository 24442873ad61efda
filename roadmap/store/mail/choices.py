"""Who reads which mail of which road map, and when. No row means the default of the person's role."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, false, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.choices import SLOTS, Choice, MailSettings, Rhythm, Scope
from roadmap.domain.interests import MailKind
from roadmap.store.base import Row
from roadmap.store.conflicts import insert_into
from roadmap.store.mail.editions import MORNING_SLOT


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
    # "Attach the one-page brief".
    brief: Mapped[bool] = mapped_column(default=False, server_default=false())
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


def choices_of(
    session: Session, roadmap_id: int, person_ids: Iterable[int] | None = None
) -> dict[tuple[int, MailKind], Choice]:
    """What persons, all or those asked for, chose for themselves about a road map's mail, by person and kind."""
    query = select(SubscriptionRow).where(SubscriptionRow.roadmap_id == roadmap_id)
    if person_ids is not None:
        query = query.where(SubscriptionRow.person_id.in_(set(person_ids)))
    return {(row.person_id, MailKind(row.kind)): _choice(row) for row in session.scalars(query)}


def choices_of_person(session: Session, person_id: int) -> dict[tuple[int, MailKind], Choice]:
    """What one person chose, by road map and kind."""
    rows = session.scalars(select(SubscriptionRow).where(SubscriptionRow.person_id == person_id))
    return {(row.roadmap_id, MailKind(row.kind)): _choice(row) for row in rows}


def choose(session: Session, person_id: int, roadmap_id: int, kind: MailKind, choice: Choice, at: datetime) -> None:
    """Keeps one person's choice. Of several made at once one holds; choosing the same again changes nothing."""
    _keep(session, person_id, roadmap_id, kind, _columns(choice), _columns(choice), at)


def start_or_stop(
    session: Session, person_id: int, roadmap_id: int, kind: MailKind, active: bool, at: datetime
) -> None:
    """Starts or stops one kind of mail for one person, and leaves alone what else he chose about it."""
    _keep(session, person_id, roadmap_id, kind, _columns(Choice(active)), {"active": active}, at)


def _keep(
    session: Session,
    person_id: int,
    roadmap_id: int,
    kind: MailKind,
    first: dict[str, Any],
    changed: dict[str, Any],
    at: datetime,
) -> None:
    key = {"person_id": person_id, "roadmap_id": roadmap_id, "kind": kind.value}
    different = or_(*(getattr(SubscriptionRow, name).is_distinct_from(value) for name, value in changed.items()))
    session.execute(
        insert_into(session, SubscriptionRow)
        .values(**key, **first, changed_at=at)
        .on_conflict_do_update(index_elements=list(key), set_={**changed, "changed_at": at}, where=different)
    )


def _columns(choice: Choice) -> dict[str, Any]:
    return {
        "active": choice.active,
        "rhythm": choice.rhythm.value if choice.rhythm else None,
        "weekdays": "".join(map(str, sorted(choice.weekdays))),
        "scope": choice.scope.value,
        "scope_measure_id": choice.measure_id,
        "when_quiet": choice.when_quiet,
        "brief": choice.brief,
    }


def _choice(row: SubscriptionRow) -> Choice:
    return Choice(
        active=row.active,
        rhythm=Rhythm(row.rhythm) if row.rhythm else None,
        weekdays=frozenset(map(int, row.weekdays)),
        scope=Scope(row.scope),
        measure_id=row.scope_measure_id,
        when_quiet=row.when_quiet,
        brief=row.brief,
    )


def settings_of(session: Session, whose: Iterable[int] | ColumnElement[bool] | None = None) -> dict[int, MailSettings]:
    """What persons chose for all their mail: those asked for by number, or by a condition, or all.

    Whoever chose nothing is not there.
    """
    query = select(MailSettingsRow)
    if isinstance(whose, ColumnElement):
        query = query.where(whose)
    elif whose is not None:
        query = query.where(MailSettingsRow.person_id.in_(set(whose)))
    return {row.person_id: _settings(row) for row in session.scalars(query)}


def _settings(row: MailSettingsRow) -> MailSettings:
    return MailSettings(
        slot=time.fromisoformat(row.slot),
        paused_until=row.paused_until,
        absent_from=row.absent_from,
        absent_until=row.absent_until,
        substitute_id=row.substitute_id,
        version=row.version,
    )


def keep_settings(session: Session, person_id: int, settings: MailSettings, at: datetime) -> bool:
    """Keeps a person's settings; ``False`` if they were changed since ``settings.version`` was read, and nothing is.

    Raises ``ValueError`` for a time of day that cannot be chosen.
    """
    if settings.slot not in SLOTS:
        raise ValueError(f"mail cannot be had at {settings.slot}")
    values = {
        "slot": f"{settings.slot:%H:%M}",
        "paused_until": settings.paused_until,
        "absent_from": settings.absent_from,
        "absent_until": settings.absent_until,
        "substitute_id": settings.substitute_id,
        "changed_at": at,
        "version": settings.version + 1,
    }
    if settings.version == 0:
        first = insert_into(session, MailSettingsRow).values(person_id=person_id, **values)
        return session.execute(first.on_conflict_do_nothing().returning(MailSettingsRow.person_id)).first() is not None
    query = (
        update(MailSettingsRow)
        .where(MailSettingsRow.person_id == person_id, MailSettingsRow.version == settings.version)
        .values(**values)
        .returning(MailSettingsRow.person_id)
    )
    return session.execute(query).first() is not None
