"""Every change of a delivery's state, written by the database itself, so that nobody can change one without it.

The trigger stands on both databases; a migration that rebuilds ``delivery`` on SQLite has to set it again.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, ForeignKey, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.store.base import Row


class DeliveryEventRow(Row):
    """One step of one delivery: when, from which state to which, by which worker, and in whose words."""

    __tablename__ = "delivery_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    at: Mapped[datetime]
    # Empty for the first, when it was written down.
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    lease_token: Mapped[int]
    worker: Mapped[str | None]
    words: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One change of state; ``from_state`` is ``None`` for the first. ``words`` are the relay's or the program's own."""

    at: datetime
    from_state: str | None
    to_state: str
    worker: str | None
    words: str | None


def history_of(session: Session, delivery_id: int) -> tuple[Step, ...]:
    """Every step of one delivery, the first one first; empty for a number that no delivery has."""
    row = DeliveryEventRow
    query = select(row.at, row.from_state, row.to_state, row.worker, row.words)
    found = session.execute(query.where(row.delivery_id == delivery_id).order_by(row.id))
    return tuple(Step(*each) for each in found)


def record_steps(connection: Connection) -> None:
    """Sets the triggers; setting them again changes nothing."""
    for statement in _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE:
        connection.execute(text(statement))


def forget_steps(connection: Connection) -> None:
    """Takes the triggers away, for going back behind the migration that brought them."""
    for statement in _POSTGRESQL_AWAY if connection.dialect.name == "postgresql" else _SQLITE_AWAY:
        connection.execute(text(statement))


_SQLITE = (
    """
    CREATE TRIGGER IF NOT EXISTS delivery_written AFTER INSERT ON delivery BEGIN
      INSERT INTO delivery_event (delivery_id, at, from_state, to_state, lease_token, worker, words)
      VALUES (NEW.id, NEW.state_changed_at, NULL, NEW.state, NEW.lease_token, NEW.lease_owner, NEW.relay_reply);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS delivery_step AFTER UPDATE OF state ON delivery BEGIN
      INSERT INTO delivery_event (delivery_id, at, from_state, to_state, lease_token, worker, words)
      VALUES (NEW.id, NEW.state_changed_at, OLD.state, NEW.state, NEW.lease_token, NEW.lease_owner, NEW.relay_reply);
    END
    """,
)
_SQLITE_AWAY = ("DROP TRIGGER IF EXISTS delivery_written", "DROP TRIGGER IF EXISTS delivery_step")
_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION record_delivery_step() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE before text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
    BEGIN
      INSERT INTO delivery_event (delivery_id, at, from_state, to_state, lease_token, worker, words)
      VALUES (NEW.id, NEW.state_changed_at, before, NEW.state, NEW.lease_token, NEW.lease_owner, NEW.relay_reply);
      RETURN NULL;
    END $$
    """,
    "DROP TRIGGER IF EXISTS delivery_written ON delivery",
    "DROP TRIGGER IF EXISTS delivery_step ON delivery",
    "CREATE TRIGGER delivery_written AFTER INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION record_delivery_step()",
    "CREATE TRIGGER delivery_step AFTER UPDATE OF state ON delivery"
    " FOR EACH ROW EXECUTE FUNCTION record_delivery_step()",
)
_POSTGRESQL_AWAY = (
    "DROP TRIGGER IF EXISTS delivery_written ON delivery",
    "DROP TRIGGER IF EXISTS delivery_step ON delivery",
    "DROP FUNCTION IF EXISTS record_delivery_step()",
)
