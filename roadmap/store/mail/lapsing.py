"""The last look before a sender takes a message: is it still worth reading, and does its reader still want it?

What was true when the message was written down may have changed since. The reasons, the first that holds:

1. it is past its ``expires_at``: ``expired``;
2. a newer digest of its person waits or was sent, and says all that it says: ``expired`` as superseded, so that after
   an outage not every morning of it leaves at once. A newer one without the overview does not stand for one with it;
   the overview that is owed goes into the next digest that is composed. What is the last reminder of an item is stood
   for only by one that reminds of the same item, and of nobody's who stopped his reminders;
3. the relay refused its address for good: ``suppressed``, whatever the message is;
4. its person is no longer active: digests, reminders, invitations and what is about a password;
5. its person has another address by now, or none: digests, reminders and what is about a password, since the old
   mailbox may be somebody else's;
6. its person has no role any more: a digest that carries the overview and nothing that he has to do. Whoever answers
   for an item needs no role to be reminded of it;
7. its person stopped everything that it carries, after it was written down. What he stopped before was heeded when it
   was composed. The action items are stopped when each of their road maps was; but a mail that is the last reminder of
   any item is handed over all the same, because that one cannot be stopped.

A message that was asked for (a reminder by hand, an invitation, a question about opting in, a test) is not stopped by
7. With several road maps a doubt is decided for sending: better one mail that was stopped a minute ago than a silence.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from roadmap.store.base import Moment
from roadmap.store.mail.choices import SubscriptionRow
from roadmap.store.mail.history import DeliveryEventRow
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.reasons import Reason
from roadmap.store.mail.reminders import ReminderRow
from roadmap.store.mail.suppressions import SuppressionRow
from roadmap.store.people import GrantRow, PersonRow

# So few that nobody waits long for the end of the transaction.
AT_ONCE = 500
# What is meant for one person, whose mailbox may be somebody else's by now.
# What time did to a message; the other reasons are about its reader.
_PASSED = (Reason.TOO_OLD, Reason.SUPERSEDED)
# The states of a digest that was sent, or will be.
_LEAVES = ("queued", "leased", "handing", "sent")
_TO_A_PERSON = ("digest", "reminder", "password")


@dataclass(frozen=True, slots=True)
class Lapsed:
    """How many were too old or superseded, and how many nobody should read any more."""

    expired: int = 0
    suppressed: int = 0

    @property
    def more(self) -> bool:
        """Whether there were as many as are taken out at a time, so that there may be others."""
        return self.expired + self.suppressed >= AT_ONCE


def lapse(session: Session, at: datetime) -> Lapsed:
    """Takes out of the queue what must not go out any more, also what waits for a later attempt.

    It takes ``AT_ONCE`` of them; while there are ``more``, the caller commits and calls again.
    """
    return take_out(session, at, session.execute(_LAPSING, {"now": at, "most": AT_ONCE}).all())


def take_out(session: Session, at: datetime, found: Iterable[tuple[int, str | None]]) -> Lapsed:
    """Ends those that have a reason; as many queries as there are reasons."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, why in found:
        if why is not None:
            numbers[why].append(number)
    for why, those in numbers.items():
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(those), DeliveryRow.state == "queued")
            .values(
                state="expired" if why in _PASSED else "suppressed",
                state_changed_at=at,
                lease_owner=None,
                relay_reply=why,
            )
            .execution_options(synchronize_session=False)
        )
    expired = sum(len(those) for why, those in numbers.items() if why in _PASSED)
    return Lapsed(expired, sum(map(len, numbers.values())) - expired)


def _reason() -> ColumnElement[str | None]:
    row = DeliveryRow
    refused = exists().where(SuppressionRow.address == func.lower(row.address))
    moved = and_(PersonRow.id.is_not(None), PersonRow.email.is_distinct_from(func.lower(row.address)))
    return case(
        (row.expires_at <= bindparam("now", type_=Moment()), Reason.TOO_OLD.value),
        (and_(row.kind == "digest", _superseded()), Reason.SUPERSEDED.value),
        (refused, Reason.ADDRESS_REFUSED.value),
        (and_(row.kind.in_((*_TO_A_PERSON, "invitation")), not_(PersonRow.active)), Reason.LEFT.value),
        (and_(row.kind.in_(_TO_A_PERSON), moved), Reason.MOVED.value),
        (and_(row.kind == "digest", row.overview, not_(_reminds()), not_(_has_a_role())), Reason.NO_ROLE.value),
        (and_(row.kind == "digest", _stopped_since()), Reason.STOPPED.value),
        else_=None,
    )


def _superseded() -> ColumnElement[bool]:
    newer, last, again = aliased(DeliveryRow), aliased(ReminderRow), aliased(ReminderRow)
    same_item = (
        again.delivery_id == newer.id,
        again.roadmap_id == last.roadmap_id,
        again.measure_id == last.measure_id,
        again.milestone_id.is_not_distinct_from(last.milestone_id),
    )
    stopped = exists().where(SubscriptionRow.person_id == newer.person_id, not_(SubscriptionRow.active))
    unsaid = or_(
        stopped.where(SubscriptionRow.kind == "actions").correlate(newer),
        ~exists().where(*same_item).correlate(newer, last),
    )
    last_time = exists().where(last.delivery_id == DeliveryRow.id, last.last_day, unsaid)
    return (
        exists()
        .where(
            newer.person_id == DeliveryRow.person_id,
            newer.kind == "digest",
            newer.on >= DeliveryRow.on,
            newer.id > DeliveryRow.id,
            newer.state.in_(_LEAVES),
            or_(not_(DeliveryRow.overview), newer.overview),
            ~last_time.correlate(DeliveryRow, newer),
        )
        .correlate(DeliveryRow)
    )


def _stopped_since() -> ColumnElement[bool]:
    """Something was stopped after the message was written down, and nothing that it carries is still wanted."""
    overview_wanted = and_(DeliveryRow.overview, _has_a_role(not_(_stopped(GrantRow.roadmap_id, "overview"))))
    item_wanted = exists().where(
        ReminderRow.delivery_id == DeliveryRow.id,
        or_(ReminderRow.last_day, not_(_stopped(ReminderRow.roadmap_id, "actions", _written_at()))),
    )
    # A digest without the overview is about items, whether they were noted down or not.
    items_unknown = and_(not_(DeliveryRow.overview), not_(_reminds()), not_(_stopped(None, "actions", _written_at())))
    return and_(_stopped(None, None, _written_at()), not_(overview_wanted), not_(item_wanted), not_(items_unknown))


def _stopped(
    roadmap_id: SQLColumnExpression[int | None] | SQLColumnExpression[int] | None,
    kind: str | None,
    since: ColumnElement[datetime] | None = None,
) -> ColumnElement[bool]:
    found = exists().where(SubscriptionRow.person_id == DeliveryRow.person_id, not_(SubscriptionRow.active))
    if roadmap_id is not None:
        found = found.where(SubscriptionRow.roadmap_id == roadmap_id)
    if kind is not None:
        found = found.where(SubscriptionRow.kind == kind)
    return found if since is None else found.where(SubscriptionRow.changed_at >= since)


def _written_at() -> ColumnElement[datetime]:
    # The first step of its history, since a delivery itself only knows its last one.
    first = select(func.min(DeliveryEventRow.at)).where(DeliveryEventRow.delivery_id == DeliveryRow.id)
    return first.correlate(DeliveryRow).scalar_subquery()


def _reminds() -> ColumnElement[bool]:
    return exists().where(ReminderRow.delivery_id == DeliveryRow.id)


def _has_a_role(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(GrantRow.person_id == DeliveryRow.person_id, GrantRow.roadmap_id.is_not(None), *conditions)


# Queued messages by number, each with the reason why it must not go out, or None; ``now`` is to be given. One query
# whatever their number, built once. Rows that another sender is just taking are passed over.
_REASON = _reason()
QUEUED: Select[int, str | None] = (
    select(DeliveryRow.id, _REASON)
    .outerjoin(PersonRow, PersonRow.id == DeliveryRow.person_id)
    .where(DeliveryRow.state == "queued")
    .with_for_update(skip_locked=True, of=DeliveryRow)
)
# Those of them that have a reason; the others are neither read nor kept from another sender.
_LAPSING = QUEUED.where(_REASON.is_not(None)).order_by(DeliveryRow.id).limit(bindparam("most"))
