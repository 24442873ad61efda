"""How the mail stands: counts, editions and single deliveries, for whoever operates the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.outbox import DeliveryRow

# Where each state leads, in the order in which a delivery passes through them.
STATES = ("queued", "leased", "handing", "in_doubt", "held", "sent", "failed", "expired", "suppressed")
_ENDED_UNSENT = ("failed", "expired", "suppressed")


@dataclass(frozen=True, slots=True)
class KnownDelivery:
    """One delivery without what it says. ``words`` are the relay's, or the program's own reason."""

    id: int
    kind: str
    on: date | None
    person_id: int | None
    address: str
    language: str
    subject: str
    state: str
    state_changed_at: datetime
    attempts: int
    doubts: int
    next_at: datetime
    expires_at: datetime | None
    accepted_at: datetime | None
    words: str | None
    message_id: str
    mime_sha256: str


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition with the number planned and what its deliveries have come to; ``counts`` adds up to ``planned``."""

    id: int
    on: date
    timezone: str
    slot: str
    state: str
    planned: int
    late_since: date | None
    covered_by: int | None
    recorded_at: datetime
    counts: dict[str, int]

    @property
    def sent(self) -> int:
        """Taken by the relay."""
        return self.counts.get("sent", 0)

    @property
    def not_sent(self) -> int:
        """Ended otherwise."""
        return sum(self.counts.get(state, 0) for state in _ENDED_UNSENT)

    @property
    def open(self) -> int:
        """Not ended yet; with the others it adds up to what was planned."""
        return sum(self.counts.values()) - self.sent - self.not_sent


_SHOWN = (
    DeliveryRow.id,
    DeliveryRow.kind,
    DeliveryRow.on,
    DeliveryRow.person_id,
    DeliveryRow.address,
    DeliveryRow.language,
    DeliveryRow.subject,
    DeliveryRow.state,
    DeliveryRow.state_changed_at,
    DeliveryRow.attempts,
    DeliveryRow.doubts,
    DeliveryRow.next_at,
    DeliveryRow.expires_at,
    DeliveryRow.accepted_at,
    DeliveryRow.relay_reply.label("words"),
    DeliveryRow.message_id,
    DeliveryRow.mime_sha256,
)


def counts_by_state_and_kind(session: Session) -> dict[tuple[str, str], int]:
    """How many deliveries are in each state, kind by kind; the sum is the number ever written down."""
    rows = session.execute(
        select(DeliveryRow.state, DeliveryRow.kind, func.count()).group_by(DeliveryRow.state, DeliveryRow.kind)
    )
    return {(state, kind): count for state, kind, count in rows}


def deliveries_in(session: Session, states: Sequence[str], limit: int, offset: int = 0) -> list[KnownDelivery]:
    """The deliveries in these states, the one that changed last first."""
    query = (
        select(*_SHOWN)
        .where(DeliveryRow.state.in_(states))
        .order_by(DeliveryRow.state_changed_at.desc(), DeliveryRow.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [KnownDelivery(**row) for row in session.execute(query).mappings()]


def delivery_by_id(session: Session, delivery_id: int) -> KnownDelivery | None:
    """One delivery, or ``None``."""
    row = session.execute(select(*_SHOWN).where(DeliveryRow.id == delivery_id)).mappings().one_or_none()
    return KnownDelivery(**row) if row else None


def latest_editions(session: Session, limit: int) -> list[KnownEdition]:
    """The latest editions, the newest first, each with what its deliveries have come to."""
    rows = session.scalars(
        select(EditionRow).order_by(EditionRow.on.desc(), EditionRow.slot.desc(), EditionRow.id.desc()).limit(limit)
    ).all()
    counted = session.execute(
        select(DeliveryRow.edition_id, DeliveryRow.state, func.count())
        .where(DeliveryRow.edition_id.in_([row.id for row in rows]))
        .group_by(DeliveryRow.edition_id, DeliveryRow.state)
    )
    counts: dict[int, dict[str, int]] = {row.id: {} for row in rows}
    for edition_id, state, count in counted:
        counts.setdefault(edition_id or 0, {})[state] = count
    return [
        KnownEdition(
            row.id,
            row.on,
            row.timezone,
            row.slot,
            row.state,
            row.planned,
            row.late_since,
            row.covered_by,
            row.recorded_at,
            counts[row.id],
        )
        for row in rows
    ]
