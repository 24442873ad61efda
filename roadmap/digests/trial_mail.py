"""A test mail: shows that the relay takes what the program hands it, in the operator's own language."""

from datetime import datetime, timedelta
from uuid import uuid4

from flask import render_template
from sqlalchemy.orm import Session

from config import Config
from roadmap.domain.people import Person
from roadmap.store.mail.outbox import delivery_id_of
from roadmap.web.letters import ComposedLetter, Letter, compose
from roadmap.web.locale import speaking
from roadmap.web.posting import post

KEPT = timedelta(days=1)


def composed(person: Person, address: str, config: Config, at: datetime) -> ComposedLetter:
    """The mail, each time a different one: the same address may be tried as often as one likes."""
    with speaking(person.language):
        subject, text, html = (
            render_template(f"emails/test/{part}", at=at, public_url=config.public_url, letter_language=person.language)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    letter = Letter(f"test:{uuid4().hex}", address, person.language, subject.strip(), text, html, {})
    return compose(letter, sender=config.mail_from, secret=config.secret_key, public_url=config.public_url, at=at)


def write(session: Session, person: Person, letter: ComposedLetter, at: datetime) -> int:
    """Writes it down, and answers the number of the delivery."""
    post(session, letter, kind="test", person_id=person.id, at=at, lasts=KEPT)
    return delivery_id_of(session, letter.key)
