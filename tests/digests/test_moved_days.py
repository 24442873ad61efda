"""Why a last day moved: told to whoever holds the item, in his next mail and in no later one."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from flask import Flask
from sqlalchemy import select, update

from roadmap.digests.office import Office
from roadmap.digests.planning import plan
from roadmap.domain.days import CalendarDay
from roadmap.domain.people import Role
from roadmap.domain.text import LocalizedText
from roadmap.store.days import set_day
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.people import PersonRow
from tests.digests.conftest import Planning, database_of

MOVED = "The last day of 1.1 moved from 30 November 2026 to 1 December 2026: Day off moved (Resolution 5)"


def morning(app: Flask, day: int) -> dict[str, str]:
    """Writes and hands out the mails of a morning of November 2026: their texts, by who gets them."""
    database, on = database_of(app), date(2026, 11, day)
    office = Office("roadmap@roadmap.test", app.config["SECRET_KEY"], "https://roadmap.test")
    with app.app_context():
        plan(database, office, datetime(2026, 11, day, 4, tzinfo=UTC))
    with database.writing() as session:
        session.execute(update(DeliveryRow).values(state="sent"))
        session.commit()
    with database.reading() as session:
        query = select(PersonRow.name, DeliveryRow.mime).join(DeliveryRow, DeliveryRow.person_id == PersonRow.id)
        return {name: _text(mime) for name, mime in session.execute(query.where(DeliveryRow.on == on))}


def _text(mime: bytes) -> str:
    read = message_from_bytes(mime, _class=EmailMessage, policy=SMTP)
    body = read.get_body(("plain",))
    assert body
    return " ".join(str(body.get_content()).split())


def test_the_owner_is_told_once_why_his_last_day_moved(app: Flask, planning: Planning) -> None:
    with planning() as it:
        for number in ("1", "2"):
            it.measure(number)
            it.milestone(f"{number}.1", due=date(2026, 11, 30 if number == "1" else 27))
            it.milestone(f"{number}.2", due=date(2026, 11, 2))
        for name, measure in (("owner", "1"), ("other", "2")):
            it.person(name)
            it.grant(name, Role.COORDINATOR, measure)
    assert not any("moved" in text for text in morning(app, 23).values())
    with database_of(app).writing() as session:
        moved = CalendarDay(date(2026, 11, 30), False, LocalizedText(en="Day off moved"), "Resolution 5")
        set_day(session, "KZ", moved, "", author_id=None, at=datetime(2026, 11, 24, 8, tzinfo=UTC))
        session.commit()
    mails = morning(app, 26)
    assert MOVED in mails["Owner"]
    assert "moved" not in mails.get("Other", "")
    later = morning(app, 30) | morning(app, 27)
    assert not any("moved" in text for text in later.values())
