"""What a person decides about one delivery. Each act names the state it acts on, and does nothing in another one.

What is too old, or whose address the relay refused for good, is not put back into the queue: it would not go out.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, not_, or_, update
from sqlalchemy.orm import Session

from roadmap.store.mail.contents import ContentRow
from roadmap.store.mail.leases import moment_of
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.reasons import Reason
from roadmap.store.mail.suppressions import SuppressionRow


def arrived(session: Session, delivery_id: int) -> bool:
    """in_doubt -> sent: somebody asked, and it is there. ``False`` from any other state, as for each act here."""
    at = moment_of(session)
    return _decide(session, delivery_id, ("in_doubt",), at, Reason.ARRIVED, state="sent", accepted_at=at)


def send_again(session: Session, delivery_id: int) -> bool:
    """in_doubt -> queued: the identical message once more, if it is not too old and its address is written to."""
    at = moment_of(session)
    values = {"state": "queued", "next_at": at}
    return _decide(session, delivery_id, ("in_doubt",), at, Reason.SEND_AGAIN, _fresh(at), _written_to(), **values)


def retry(session: Session, delivery_id: int) -> bool:
    """failed -> queued, if it is not too old and its address is written to.

    What could not even be composed has nothing that could be handed over, and stays.
    """
    at = moment_of(session)
    fit = (_composed(), _fresh(at), _written_to())
    values = {"state": "queued", "next_at": at, "attempts": 0}
    return _decide(session, delivery_id, ("failed",), at, Reason.RETRIED, *fit, **values)


def keep_back(session: Session, delivery_id: int) -> bool:
    """queued -> held."""
    return _decide(session, delivery_id, ("queued",), moment_of(session), Reason.KEPT_BACK, state="held")


def release_held(session: Session, delivery_id: int) -> bool:
    """held -> queued, if it is not too old."""
    at = moment_of(session)
    return _decide(session, delivery_id, ("held",), at, Reason.RELEASED, _fresh(at), state="queued", next_at=at)


def expire(session: Session, delivery_id: int) -> bool:
    """queued, held or in_doubt -> expired: let it be."""
    waiting = ("queued", "held", "in_doubt")
    return _decide(session, delivery_id, waiting, moment_of(session), Reason.LET_BE, state="expired")


def keep_all_back(session: Session) -> int:
    """queued -> held for everything that waits, as after a restored copy, whose outbox may be sent already."""
    values = {"state": "held", "state_changed_at": moment_of(session), "lease_owner": None}
    query = (
        update(DeliveryRow).where(DeliveryRow.state == "queued").values(relay_reply=Reason.KEPT_BACK.value, **values)
    )
    return len(session.execute(query.returning(DeliveryRow.id)).all())


def _fresh(at: datetime) -> ColumnElement[bool]:
    return or_(DeliveryRow.expires_at.is_(None), DeliveryRow.expires_at > at)


def _composed() -> ColumnElement[bool]:
    return exists().where(ContentRow.delivery_id == DeliveryRow.id)


def _written_to() -> ColumnElement[bool]:
    return not_(exists().where(SuppressionRow.address == func.lower(DeliveryRow.address)))


def _decide(
    session: Session,
    delivery_id: int,
    states: tuple[str, ...],
    at: datetime,
    reason: Reason,
    *conditions: ColumnElement[bool],
    **values: Any,
) -> bool:
    query = (
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id, DeliveryRow.state.in_(states), *conditions)
        .values(state_changed_at=at, relay_reply=reason.value, lease_owner=None, lease_until=None, **values)
        .returning(DeliveryRow.id)
    )
    return session.execute(query).first() is not None
