"""Reminders that the controlling side sends by hand: written down so that a double click has one effect."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.domain.items import Reminded
from roadmap.store.mail.contents import keep_contents
from roadmap.store.mail.outbox import DeliveryRow, Message, values_of
from roadmap.store.mail.reminders import COUNTS, ReminderRow


@dataclass(frozen=True, slots=True)
class Used:
    """An item that a mail names, and the key that it uses up for the day."""

    what: Reminded
    once_key: str


def used_keys(session: Session, keys: Collection[str]) -> frozenset[str]:
    """Which of these keys have been used up. A mail that failed, expired or was suppressed uses up nothing."""
    query = (
        select(ReminderRow.once_key)
        .join(DeliveryRow, DeliveryRow.id == ReminderRow.delivery_id)
        .where(ReminderRow.once_key.in_(keys), DeliveryRow.state.in_(COUNTS))
    )
    return frozenset(key for key in session.scalars(query) if key)


def written_on(session: Session, on: date, person_ids: Collection[int]) -> dict[int, int]:
    """How many reminders by hand were written down on a day for each of these persons, whatever became of them."""
    row = DeliveryRow
    query = select(row.person_id, func.count()).where(row.kind == "reminder", row.on == on)
    query = query.where(row.person_id.in_(set(person_ids))).group_by(row.person_id)
    return {number: count for number, count in session.execute(query) if number is not None}


def write_reminder(
    session: Session, message: Message, named: Sequence[Used], *, on: date, expires_at: datetime, at: datetime
) -> bool:
    """Puts the mail into the outbox with everything it names; ``False`` if any of it was sent today, and nothing is."""
    if message.person_id is None:
        raise ValueError("a reminder is for a person")
    values = values_of(message, at, None) | {"kind": "reminder", "on": on, "expires_at": expires_at}
    try:
        with session.begin_nested():
            _free_what_ended(session, [each.once_key for each in named])
            number = session.execute(insert(DeliveryRow).values(values).returning(DeliveryRow.id)).scalar_one()
            keep_contents(session, {number: message.mime})
            session.execute(insert(ReminderRow), [_row(each, message.person_id, number, on) for each in named])
    except IntegrityError:
        return False
    return True


def _free_what_ended(session: Session, keys: Collection[str]) -> None:
    """Takes these keys from mails that reminded nobody; another writer waits for it, and then finds them taken."""
    ended = select(DeliveryRow.id).where(DeliveryRow.id == ReminderRow.delivery_id, DeliveryRow.state.not_in(COUNTS))
    session.execute(
        update(ReminderRow)
        .where(ReminderRow.once_key.in_(keys), ended.exists())
        .values(once_key=None)
        .execution_options(synchronize_session=False)
    )


def _row(used: Used, person_id: int, delivery_id: int, on: date) -> dict[str, object]:
    what = used.what
    return {
        "delivery_id": delivery_id,
        "person_id": person_id,
        "roadmap_id": what.roadmap_id,
        "measure_id": what.measure_id,
        "milestone_id": what.milestone_id,
        "why": what.why.value,
        "on": on,
        "last_day": what.last_day,
        "once_key": used.once_key,
    }
