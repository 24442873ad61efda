"""Invitations: a mailed link that works once, within seven days, and what taking it up does."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, render_template
from sqlalchemy.orm import Session

from config import Config
from roadmap.access import passwords, sessions
from roadmap.access.signing_in import forget_reader
from roadmap.access.tokens import fingerprint, new_token
from roadmap.domain.people import Person
from roadmap.store.accounts import AccountRow, open_account
from roadmap.store.links import invited_by, issue_invitation, use_invitation
from roadmap.store.sign_ins import end_sign_ins_of, set_password
from roadmap.web.letters import ComposedLetter, Letter, compose
from roadmap.web.locale import speaking
from roadmap.web.posting import post
from roadmap.web.sessions import now, reading, writing

VALID = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link for one person, not yet written down. The token is in the link and nowhere else."""

    token: str
    language: str

    @property
    def link(self) -> str:
        """The address to open, built from ``PUBLIC_URL`` and from nothing that a request says."""
        return f"{current_app.config['PUBLIC_URL']}/invitation/{self.token}?lang={self.language}"


def new_invitation(language: str) -> Invitation:
    """A link that nobody can guess, and that nobody can use before ``issue`` has written it down."""
    return Invitation(new_token(), language)


def composed(invitation: Invitation, name: str, email: str) -> ComposedLetter:
    """The mail that carries the link, in the language of the person invited."""
    config: Config = current_app.config["ROADMAP"]
    until = now() + VALID
    with speaking(invitation.language):
        subject, text, html = (
            render_template(
                f"emails/invitation/{part}",
                name=name,
                email=email,
                link=invitation.link,
                until=until,
                letter_language=invitation.language,
            )
            for part in ("subject.txt", "body.txt", "body.html")
        )
    key = f"invitation:{fingerprint(invitation.token)}"
    letter = Letter(key, email, invitation.language, subject.strip(), text, html, {})
    return compose(letter, sender=config.mail_from, secret=config.secret_key, public_url=config.public_url, at=now())


def issue(session: Session, person_id: int, invitation: Invitation, letter: ComposedLetter | None = None) -> None:
    """Writes the link down, and its letter if there is one, so that both are there or neither.

    Opens the account if the person had none. Links sent earlier stop working.
    """
    if session.get(AccountRow, person_id) is None:
        open_account(session, person_id, None, now())
    issue_invitation(session, person_id, fingerprint(invitation.token), now(), now() + VALID)
    if letter is not None:
        post(session, letter, kind="invitation", person_id=person_id, at=now(), lasts=VALID)


def invited(token: str) -> Person | None:
    """Who may take up this link now."""
    return invited_by(reading(), fingerprint(token), now())


def take_up(token: str, person: Person, password: str) -> bool:
    """Sets the password and signs in; ``False`` if the link was used meanwhile. Older sign-ins of the person end."""
    kept = passwords.hashed(password)
    with writing() as session:
        if not use_invitation(session, fingerprint(token), now()):
            return False
        set_password(session, person.id, kept)
        end_sign_ins_of(session, person.id, now())
        sessions.begin(session, person.id)
        session.commit()
    forget_reader()
    return True
