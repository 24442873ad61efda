"""Erasing a person on request: the number stays in the record, and everything that says who it was goes."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from roadmap.domain.people import name_kept_of_erased
from roadmap.store.access_tokens import AccessTokenRow
from roadmap.store.accounts import AccountRow, OneTimeLinkRow, SignInRow
from roadmap.store.drafts import DraftRow
from roadmap.store.holdings import HoldingRow
from roadmap.store.mail.choices import MailSettingsRow, SubscriptionRow
from roadmap.store.mail.contents import ContentRow, empty_contents
from roadmap.store.mail.history import DeliveryEventRow
from roadmap.store.mail.opt_ins import OptInRow
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.suppressions import SuppressionRow
from roadmap.store.operations import OperationRow
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.person_locks import locked_with_roadmaps
from roadmap.store.staff import touch_all

_IN_HAND = ("leased", "handing")
_WAITING = ("queued", "held", "in_doubt")


class MailInHand(Exception):
    """A mail to this person is being handed over at this moment; a minute later it is not."""


def erase(session: Session, person_id: int, on: date, at: datetime) -> bool:
    """Erases somebody; ``False`` if that was done before. Raises ``MailInHand``. There is no way back."""
    row = locked_with_roadmaps(session, person_id)
    if row.erased_at is not None:
        return False
    name, email = row.name, row.email
    _empty_mails(session, person_id, email, at)
    _forget_choices(session, person_id, email)
    _forget_words_said(session, name)
    _end_account(session, person_id, at)
    _end_holdings(session, person_id, on)
    row.name, row.email, row.language = name_kept_of_erased(person_id), None, "kk"
    row.active, row.left_on, row.erased_at = False, row.left_on or on, at
    session.flush()
    touch_all(session)
    return True


def _empty_mails(session: Session, person_id: int, email: str | None, at: datetime) -> None:
    """What was sent keeps its day, its state and its checksum; what was not sent yet is not sent any more."""
    his = DeliveryRow.person_id == person_id
    if email:
        his = or_(his, func.lower(DeliveryRow.address) == email)
    rows = session.execute(select(DeliveryRow.id, DeliveryRow.state).where(his).with_for_update()).all()
    if any(state in _IN_HAND for _number, state in rows):
        raise MailInHand
    _emptied(session, [number for number, _state in rows], at)


def empty_late_mails(session: Session, at: datetime) -> int:
    """Empties what an edition still wrote down for somebody while he was being erased; answers how many mails."""
    erased = select(PersonRow.id).where(PersonRow.erased_at.is_not(None))
    kept = exists().where(ContentRow.delivery_id == DeliveryRow.id)
    says = or_(DeliveryRow.address != "", DeliveryRow.subject != "", kept)
    late = select(DeliveryRow.id).where(DeliveryRow.person_id.in_(erased), says, DeliveryRow.state.not_in(_IN_HAND))
    numbers = session.scalars(late.with_for_update()).all()
    if numbers:
        _emptied(session, numbers, at)
    return len(numbers)


def _emptied(session: Session, numbers: Sequence[int], at: datetime) -> None:
    found = DeliveryRow.id.in_(numbers)
    _run(session, update(DeliveryRow).where(found, DeliveryRow.state.in_(_WAITING)).values(_ended(at)))
    _run(session, update(DeliveryRow).where(found).values(address="", subject="", relay_reply=None))
    empty_contents(session, numbers)
    # A relay repeats the address in its answer.
    _run(session, update(DeliveryEventRow).where(DeliveryEventRow.delivery_id.in_(numbers)).values(words=None))


def _ended(at: datetime) -> dict[str, Any]:
    return {"state": "expired", "state_changed_at": at}


def _forget_choices(session: Session, person_id: int, email: str | None) -> None:
    for table in (SubscriptionRow, MailSettingsRow, DraftRow, OneTimeLinkRow, GrantRow):
        _run(session, delete(table).where(table.person_id == person_id))
    stood_in = update(MailSettingsRow).where(MailSettingsRow.substitute_id == person_id)
    _run(session, stood_in.values(substitute_id=None, version=MailSettingsRow.version + 1))
    asked = OptInRow.person_id == person_id
    _run(session, update(OptInRow).where(asked).values(name="", email=""))
    if email:
        _run(session, update(OptInRow).where(OptInRow.email == email).values(name="", email=""))
        _run(session, delete(SuppressionRow).where(SuppressionRow.address == email))


def _forget_words_said(session: Session, name: str) -> None:
    """The answer to a form that was sent may have named the person."""
    for row in session.scalars(select(OperationRow).where(OperationRow.outcome.contains(name, autoescape=True))):
        said = json.loads(row.outcome)
        row.outcome = json.dumps([said[0], "", *said[2:]], ensure_ascii=False)


def _end_account(session: Session, person_id: int, at: datetime) -> None:
    ended = func.coalesce(SignInRow.ended_at, at)
    _run(session, update(SignInRow).where(SignInRow.person_id == person_id).values(ended_at=ended, browser=None))
    _run(session, delete(AccessTokenRow).where(AccessTokenRow.person_id == person_id))
    _run(session, delete(AccountRow).where(AccountRow.person_id == person_id))


def _end_holdings(session: Session, person_id: int, on: date) -> None:
    his = HoldingRow.person_id == person_id
    _run(session, delete(HoldingRow).where(his, HoldingRow.first_on > on))
    still = or_(HoldingRow.last_on.is_(None), HoldingRow.last_on > on)
    _run(session, update(HoldingRow).where(his, still).values(last_on=on, version=HoldingRow.version + 1))


def _run(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
