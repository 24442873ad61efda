"""Writing an edition down with all its messages, in one short transaction. Rendering is over by then."""

from collections.abc import Sequence
from datetime import UTC, datetime

from roadmap.database import Database
from roadmap.digests.composing import Edition
from roadmap.store.mail.editions import write_down_edition
from roadmap.store.mail.outbox import Message


def record(database: Database, edition: Edition, messages: Sequence[Message]) -> bool:
    """Writes the edition down; ``False`` if another clock was first, and nothing is written."""
    with database.writing() as session:
        written = write_down_edition(
            session,
            on=edition.on,
            timezone=edition.timezone,
            overview_period=edition.overview_period,
            messages=messages,
            at=datetime.now(UTC),
        )
        session.commit()
    return written
