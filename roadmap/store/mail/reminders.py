"""Which items a delivery reminded whom of: what was "already reminded", and how often a reminder is sent by hand."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ForeignKey, Index, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.items import Reminded, Why
from roadmap.domain.reminders import HELD, Handed, Reminders
from roadmap.store.base import Row
from roadmap.store.mail.outbox import DeliveryRow

_SENT = "sent"
_UNDER_WAY = ("queued", "leased", "handing", "in_doubt", "held")
# The states in which a mail counts as one that reminds; any other reminded nobody.
COUNTS = (_SENT, *_UNDER_WAY)


class ReminderRow(Row):
    """One item in one delivery. It counts as reminded of once the delivery is sent."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_roadmap_id_on", "roadmap_id", "on"),
        Index("ix_reminder_person_id_on", "person_id", "on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    # Empty for a measure's own date.
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
    # One of domain.items.Why.
    why: Mapped[str]
    on: Mapped[date]
    # Whether it was the last reminder before the day passed, which cannot be stopped.
    last_day: Mapped[bool] = mapped_column(default=False, server_default=false())
    # 'now:<day>:<person>:<measure>:<milestone>' where the controlling side sent it by hand: once a day, unless the mail
    # failed, expired or was suppressed; it is taken from that one when it is sent anew.
    once_key: Mapped[str | None] = mapped_column(unique=True)


def reminders_of(
    session: Session, roadmap_ids: Iterable[int], since: date, person_ids: Iterable[int] | None = None
) -> Reminders:
    """Who was reminded of what on or after ``since``, everybody or those asked for; one query.

    A mail that failed, expired or was suppressed reminded nobody.
    """
    row = ReminderRow
    query = (
        select(row.person_id, row.roadmap_id, row.measure_id, row.milestone_id, row.why, row.on, DeliveryRow.state)
        .join(DeliveryRow, DeliveryRow.id == row.delivery_id)
        .where(row.roadmap_id.in_(set(roadmap_ids)), row.on >= since)
        .where(DeliveryRow.state.in_(COUNTS))
    )
    if person_ids is not None:
        query = query.where(row.person_id.in_(set(person_ids)))
    found: dict[int, dict[Reminded, tuple[set[date], set[date]]]] = {}
    for person_id, roadmap_id, measure_id, milestone_id, why, on, state in session.execute(query):
        what = Reminded(roadmap_id, measure_id, milestone_id, Why(why))
        sent, under_way = found.setdefault(person_id, {}).setdefault(what, (set(), set()))
        (sent if state == _SENT else under_way).add(on)
    return {
        person_id: {what: Handed(frozenset(sent), frozenset(waiting)) for what, (sent, waiting) in told.items()}
        for person_id, told in found.items()
    }


def handed_over_days(
    session: Session, roadmap_ids: Iterable[int], since: date
) -> dict[tuple[int, int | None], tuple[date, ...]]:
    """The days on which anybody was reminded of an item that he holds, by the numbers of measure and milestone."""
    row = ReminderRow
    query = (
        select(row.measure_id, row.milestone_id, row.on)
        .join(DeliveryRow, DeliveryRow.id == row.delivery_id)
        .where(row.roadmap_id.in_(set(roadmap_ids)), row.on >= since, DeliveryRow.state == _SENT)
        .where(row.why.in_(why.value for why in HELD))
        .distinct()
        .order_by(row.on)
    )
    found: dict[tuple[int, int | None], tuple[date, ...]] = {}
    for measure_id, milestone_id, on in session.execute(query):
        found[measure_id, milestone_id] = (*found.get((measure_id, milestone_id), ()), on)
    return found
