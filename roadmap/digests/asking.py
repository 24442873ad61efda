"""Asking the holder of an address whether he wants the mail: one mail, with a link that works once."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, render_template

from roadmap.access.tokens import fingerprint, new_token
from roadmap.digests.links import Links
from roadmap.digests.office import Office
from roadmap.domain.plan import Roadmap
from roadmap.store.mail.opt_ins import Asking, ask
from roadmap.web.letters import ComposedLetter, Letter, compose
from roadmap.web.locale import speaking
from roadmap.web.posting import post
from roadmap.web.sessions import now, writing

VALID = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Question:
    """The mail, and the checksum that is kept of the link in it."""

    token_hash: str
    letter: ComposedLetter


def ask_whether(asking: Asking, roadmap: Roadmap) -> bool:
    """Writes the request and its mail down together; ``False`` if this address was asked just now, or too many were.

    The mail is composed in any case, so that the answer takes as long whoever is behind the address.
    """
    question = _question(asking, roadmap)
    with writing() as session:
        if not ask(session, asking, question.token_hash, now(), now() + VALID):
            return False
        letter = question.letter
        post(session, letter, kind="opt_in", person_id=None, at=now(), lasts=VALID)
        session.commit()
    return True


def _question(asking: Asking, roadmap: Roadmap) -> Question:
    """Carries nothing that was typed: who fills in a stranger's address must not be able to write to him."""
    office, token = Office.of(current_app.config["ROADMAP"]), new_token()
    links = Links(office.public_url, office.secret, roadmap.slug)
    with speaking(asking.language):
        subject, text, html = (
            render_template(
                f"emails/opt_in/{part}",
                title=roadmap.title.within(asking.language),
                link=links.confirm(token, asking.language),
                until=now() + VALID,
                added=asking.added_by is not None,
                demonstration=roadmap.demonstration,
                letter_language=asking.language,
            )
            for part in ("subject.txt", "body.txt", "body.html")
        )
    token_hash = fingerprint(token)
    key = f"opt_in:{token_hash}"
    letter = Letter(key, asking.email, asking.language, subject.strip(), text, html, {"List-Id": links.list_id})
    composed = compose(letter, sender=office.sender, secret=office.secret, public_url=office.public_url, at=now())
    return Question(token_hash, composed)
