"""Operation keys: a form or a request that is sent twice has one effect, and the second gets the first one's answer."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.store.base import Row


class OperationRow(Row):
    """What came of an operation, written in its own transaction."""

    __tablename__ = "operation"
    # Of the key itself only a checksum over it, its person and its act: nobody else's key can be met by it.
    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # What was to be done, such as "control.verdict": a key answers only for that.
    act: Mapped[str]
    # The address to go to next, or whatever else the act answers with.
    outcome: Mapped[str]
    recorded_at: Mapped[datetime]


def finished(session: Session, key: str, person_id: int, act: str) -> str | None:
    """What came of the operation; ``None`` while nothing has. The key of another person or act is another key."""
    found: str | None = session.scalar(
        select(OperationRow.outcome).where(OperationRow.key == _stored(key, person_id, act))
    )
    return found


def begun(session: Session, key: str, person_id: int, act: str) -> str | None:
    """The same, in a session that writes, before anything else in it.

    Whoever comes second with a key waits until the first has ended, and then gets what came of that; if the first
    ended without effect, the second goes on. So there is never a second effect, and no error.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(sha256(_stored(key, person_id, act).encode()).digest()[:8], signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))
    # SQLite lets one writer in at a time anyway.
    return finished(session, key, person_id, act)


def finish(session: Session, key: str, person_id: int, act: str, outcome: str, at: datetime) -> None:
    """Writes down what came of an operation that has ``begun``, in its own transaction."""
    row = OperationRow(key=_stored(key, person_id, act), person_id=person_id, act=act, outcome=outcome, recorded_at=at)
    session.add(row)
    session.flush()


def forget_operations(session: Session, before: datetime) -> None:
    """Forgets what nobody will send again."""
    session.execute(
        delete(OperationRow).where(OperationRow.recorded_at < before).execution_options(synchronize_session=False)
    )


def _stored(key: str, person_id: int, act: str) -> str:
    return sha256("\n".join((act, str(person_id), key)).encode()).hexdigest()
