"""What was sent to somebody, as it was sent, and emptying it after a time."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from roadmap.store.mail.contents import ContentRow, contents_of, empty_contents
from roadmap.store.mail.outbox import DeliveryRow

# Nothing further happens to a delivery in one of these states.
SETTLED = ("sent", "failed", "expired", "suppressed")
# What carries a key to an account, or to being written to, is nothing to read again.
_READABLE = ("digest", "reminder", "test")
_SOME = 500


@dataclass(frozen=True, slots=True)
class Mail:
    """One delivery as its reader may see it. ``words`` are the relay's own."""

    id: int
    kind: str
    on: date | None
    subject: str
    language: str
    state: str
    state_changed_at: datetime
    accepted_at: datetime | None
    words: str | None
    address: str
    checksum: str
    size: int

    @property
    def composed(self) -> bool:
        """Whether there ever were bytes to hand over."""
        return bool(self.checksum)

    @property
    def kept(self) -> bool:
        """Whether the bytes are still there."""
        return self.size > 0


_COLUMNS = (
    DeliveryRow.id,
    DeliveryRow.kind,
    DeliveryRow.on,
    DeliveryRow.subject,
    DeliveryRow.language,
    DeliveryRow.state,
    DeliveryRow.state_changed_at,
    DeliveryRow.accepted_at,
    DeliveryRow.relay_reply,
    DeliveryRow.address,
    DeliveryRow.mime_sha256,
    func.length(DeliveryRow.mime),
)


def mails_to(session: Session, person_id: int, *, offset: int, limit: int) -> list[Mail]:
    """What was written down for a person, the latest first."""
    query = select(*_COLUMNS).where(_belongs_to(person_id)).order_by(DeliveryRow.id.desc())
    return [Mail(*row) for row in session.execute(query.offset(offset).limit(limit))]


def number_of_mails_to(session: Session, person_id: int) -> int:
    """How many there are."""
    return session.scalar(select(func.count(DeliveryRow.id)).where(_belongs_to(person_id))) or 0


def mail_to(session: Session, person_id: int, number: int) -> Mail | None:
    """One mail of a person; ``None`` if it is not there, or somebody else's."""
    row = session.execute(select(*_COLUMNS).where(_belongs_to(person_id), DeliveryRow.id == number)).one_or_none()
    return Mail(*row) if row else None


def bytes_of(session: Session, mail: Mail) -> bytes:
    """The mail as it was handed over; empty if it is no longer kept."""
    return contents_of(session, [mail.id]).get(mail.id, b"")


def _belongs_to(person_id: int) -> ColumnElement[bool]:
    return and_(DeliveryRow.person_id == person_id, DeliveryRow.kind.in_(_READABLE))


def empty_some(session: Session, before: datetime) -> int:
    """Empties some hundred mails that were settled before this moment; the rows stay. How many they were."""
    old = (
        select(DeliveryRow.id)
        .join(ContentRow, ContentRow.delivery_id == DeliveryRow.id)
        .where(DeliveryRow.state.in_(SETTLED), DeliveryRow.state_changed_at < before)
        .limit(_SOME)
    )
    numbers = session.scalars(old).all()
    empty_contents(session, numbers)
    return len(numbers)
