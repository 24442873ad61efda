"""Messages in an outbox without a road map around them, and the states they are in."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from roadmap.database import Database
from roadmap.store.mail.contents import empty_contents, keep_contents
from roadmap.store.mail.history import Step, history_of
from roadmap.store.mail.outbox import DeliveryRow, write_down
from roadmap.store.people import PersonRow, add_person

LONG_AGO = datetime(2026, 1, 12, 4, tzinfo=UTC)


class Outbox:
    """Writes messages down and looks after them, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.written = 0

    def add(self, name: str = "anna", **values: object) -> int:
        """A composed message to ``name@roadmap.test``; its number."""
        key = str(values.pop("key", f"{values.get('kind', 'digest')}:{name}:{self.written}"))
        self.written += 1
        given = {
            "person_id": None,
            "address": f"{name}@roadmap.test",
            "language": "en",
            "subject": "The morning",
            "message_id": f"<{key}@roadmap.test>",
            "mime": f"Message-ID: <{key}@roadmap.test>\r\nSubject: The morning\r\n\r\nWork goes on.\r\n".encode(),
            "mime_sha256": "",
            "at": datetime.now(UTC) - timedelta(seconds=1),
        }
        with self.database.writing() as session:
            assert write_down(session, key=key, **{**given, **values})  # type: ignore[arg-type]
            session.commit()
            return session.scalars(select(DeliveryRow.id).where(DeliveryRow.dedupe_key == key)).one()

    def person(self, name: str = "anna") -> int:
        with self.database.writing() as session:
            number = add_person(session, name.title(), f"{name}@roadmap.test", "en").id
            session.commit()
        return number

    def row(self, number: int) -> DeliveryRow:
        with self.database.reading() as session:
            return session.scalars(select(DeliveryRow).where(DeliveryRow.id == number)).one()

    def state(self, number: int) -> str:
        return self.row(number).state

    def states(self) -> Counter[str]:
        with self.database.reading() as session:
            return Counter(session.scalars(select(DeliveryRow.state)))

    def steps(self, number: int) -> tuple[Step, ...]:
        with self.database.reading() as session:
            return history_of(session, number)

    def path(self, number: int) -> list[str]:
        return [step.to_state for step in self.steps(number)]

    def put(self, *numbers: int, **values: object) -> None:
        """Whatever a test needs a delivery to be."""
        which = (DeliveryRow.id.in_(numbers),) if numbers else ()
        mime = values.pop("mime", None)
        with self.database.writing() as session:
            if values:
                session.execute(update(DeliveryRow).where(*which).values(**values))
            if isinstance(mime, bytes):
                found = session.scalars(select(DeliveryRow.id).where(*which)).all()
                empty_contents(session, found)
                keep_contents(session, dict.fromkeys(found, mime))
            session.commit()

    def due_again(self) -> None:
        """Lets the time pass until everything that waits may be tried again, and every doubt is old enough."""
        self.put(next_at=LONG_AGO, state_changed_at=LONG_AGO)

    def change_person(self, number: int, **values: object) -> None:
        with self.database.writing() as session:
            session.execute(update(PersonRow).where(PersonRow.id == number).values(**values))
            session.commit()
