"""Who may get a mail at which time of day, some hundreds at a time, and what each read last."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from roadmap.domain.choices import MailSettings
from roadmap.domain.schedule import LOOK_BACK, effective_slot, moment_of
from roadmap.store.mail.choices import MailSettingsRow, settings_of
from roadmap.store.mail.editions import MORNING_SLOT, EditionRow
from roadmap.store.mail.homes import at_home
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.reasons import Reason
from roadmap.store.people import PersonRow

# Longer than from one monthly overview to the next, days off and an outage included.
_OVERVIEWS_COUNT_FOR = timedelta(days=100)
MAILS_COUNT_FOR = _OVERVIEWS_COUNT_FOR
_SLOT = func.coalesce(MailSettingsRow.slot, MORNING_SLOT)


@dataclass(frozen=True, slots=True)
class Since:
    """What the changes in an overview are counted from: a day, as it was known at a moment."""

    on: date
    known_at: datetime


def slots_in_use(session: Session, on: date, timezone: str) -> set[time]:
    """The times of day at which somebody may have to be written to on a day in a zone; one query."""
    changed_at = case((_changed_since(on, timezone), MailSettingsRow.changed_at))
    query = _reachable(select(_SLOT, changed_at)).where(_not_written_to_after_a_change(on, timezone)).distinct()
    return {_on_the_day(slot, at, on, timezone) for slot, at in session.execute(query)}


def readers_after(
    session: Session, cursor: int, slot: time, on: date, timezone: str, limit: int
) -> tuple[set[int], int]:
    """The next persons who are at home in a zone and are written to at this time of day, and the cursor behind them.

    The cursor is 0 behind the last of all.
    """
    query = (
        _reachable(select(PersonRow.id, _SLOT, MailSettingsRow.changed_at))
        .where(PersonRow.id > cursor, at_home(on, timezone))
        .where(or_(_SLOT.in_([f"{slot:%H:%M}"]), _changed_since(on, timezone)))
        .order_by(PersonRow.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    found = {number for number, chosen, at in rows if _on_the_day(chosen, at, on, timezone) == slot}
    return found, rows[-1][0] if len(rows) == limit else 0


def settings_around(session: Session, person_ids: Collection[int], on: date) -> dict[int, MailSettings]:
    """The settings of these persons, of everybody who is away on a day, and of those who may stand in for somebody."""
    substitutes = select(MailSettingsRow.substitute_id).where(MailSettingsRow.substitute_id.is_not(None))
    away = and_(
        MailSettingsRow.absent_from <= on,
        or_(MailSettingsRow.absent_until.is_(None), MailSettingsRow.absent_until >= on),
    )
    return settings_of(
        session,
        or_(MailSettingsRow.person_id.in_(person_ids), away, MailSettingsRow.person_id.in_(substitutes)),
    )


def last_overviews(
    session: Session, on: date, timezone: str, person_ids: Iterable[int] | None = None
) -> dict[int, Since]:
    """The overview that each of these persons was sent last before a day."""
    found = _overviews(on, timezone)
    query = select(found.c.person_id, found.c.on, found.c.known_at)
    if person_ids is not None:
        query = query.where(found.c.person_id.in_(set(person_ids)))
    return {number: Since(day, at) for number, day, at in session.execute(query)}


def owed_overviews(
    session: Session, on: date, person_ids: Collection[int], sent: Mapping[int, Since]
) -> dict[int, frozenset[date]]:
    """The days before this one whose overview was written for these persons and has not left, nor has a later one.

    It waits, or was superseded by a digest that did not leave either. ``sent`` is what each was sent last.
    """
    first = date.fromordinal(max(on.toordinal() - LOOK_BACK.days, 1))
    waits = or_(
        DeliveryRow.state == "queued",
        and_(DeliveryRow.state == "expired", DeliveryRow.relay_reply == Reason.SUPERSEDED.value),
    )
    query = (
        select(DeliveryRow.person_id, DeliveryRow.on)
        .where(DeliveryRow.person_id.in_(person_ids), DeliveryRow.on >= first, DeliveryRow.on < on)
        .where(DeliveryRow.kind == "digest", DeliveryRow.overview, waits)
    )
    found: dict[int, set[date]] = {}
    for person_id, day in session.execute(query):
        before = sent.get(person_id or 0)
        if person_id and day and (before is None or day > before.on):
            found.setdefault(person_id, set()).add(day)
    return {person_id: frozenset(days) for person_id, days in found.items()}


def last_mails(session: Session, on: date, timezone: str, person_ids: Iterable[int]) -> dict[int, datetime]:
    """The moment whose knowledge the last digest was made of that each of these persons was sent before a day.

    Whoever has changed his time of day is taken to have been written to at the earlier one: he rather reads of a change
    twice than not at all.
    """
    first = date.fromordinal(max(on.toordinal() - MAILS_COUNT_FOR.days, 1))
    query = (
        select(
            DeliveryRow.person_id,
            func.max(EditionRow.on).label("on"),
            func.min(EditionRow.slot).label("slot"),
            func.max(EditionRow.recorded_at).label("recorded_at"),
        )
        .join(EditionRow, EditionRow.id == DeliveryRow.edition_id)
        .where(DeliveryRow.person_id.in_(set(person_ids)), DeliveryRow.kind == "digest", DeliveryRow.state == "sent")
        .where(DeliveryRow.on >= first, DeliveryRow.on < on, EditionRow.timezone == timezone)
        .group_by(DeliveryRow.person_id)
    )
    zone = ZoneInfo(timezone)
    return {
        row.person_id: max(row.recorded_at, moment_of(row.on, time.fromisoformat(row.slot[:5]), zone))
        for row in session.execute(query)
    }


def overviews_counted_from(session: Session, on: date, timezone: str) -> set[Since]:
    """The different answers of ``last_overviews`` for everybody; as few as there were editions."""
    found = _overviews(on, timezone)
    return {Since(day, at) for day, at in session.execute(select(found.c.on, found.c.known_at).distinct())}


def _overviews(on: date, timezone: str) -> Subquery:
    first = date.fromordinal(max(on.toordinal() - _OVERVIEWS_COUNT_FOR.days, 1))
    return (
        select(
            DeliveryRow.person_id,
            func.max(EditionRow.on).label("on"),
            func.max(EditionRow.recorded_at).label("known_at"),
        )
        .join(EditionRow, EditionRow.id == DeliveryRow.edition_id)
        .where(DeliveryRow.overview, DeliveryRow.state == "sent", DeliveryRow.on >= first, DeliveryRow.on < on)
        .where(EditionRow.timezone == timezone)
        .group_by(DeliveryRow.person_id)
        .subquery()
    )


def _reachable(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    joined = query.select_from(PersonRow).outerjoin(MailSettingsRow, MailSettingsRow.person_id == PersonRow.id)
    return joined.where(PersonRow.active, PersonRow.email.is_not(None))


def _changed_since(on: date, timezone: str) -> ColumnElement[bool]:
    return MailSettingsRow.changed_at >= moment_of(on, time(0), ZoneInfo(timezone))


def _not_written_to_after_a_change(on: date, timezone: str) -> ColumnElement[bool]:
    """Whoever changed his settings after today's mail needs no edition of his own."""
    mine = and_(DeliveryRow.person_id == PersonRow.id, DeliveryRow.on == on, DeliveryRow.kind == "digest")
    unchanged = or_(MailSettingsRow.changed_at.is_(None), ~_changed_since(on, timezone))
    return or_(unchanged, ~exists().where(mine))


def _on_the_day(slot: str, changed_at: datetime | None, on: date, timezone: str) -> time:
    chosen_at = changed_at.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) if changed_at else None
    return effective_slot(time.fromisoformat(slot), chosen_at if chosen_at and chosen_at.date() == on else None)
