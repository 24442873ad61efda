"""Invitations: a mailed link that works once, within seven days, and what taking it up does."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from roadmap.access import passwords, sessions
from roadmap.access.letters import letter, link_to
from roadmap.access.signing_in import forget_reader
from roadmap.access.tokens import fingerprint, new_token
from roadmap.domain.people import Person
from roadmap.domain.security import SecurityKind
from roadmap.store.accounts import AccountRow, open_account
from roadmap.store.links import end_links, holder_of, issue_link, use_link
from roadmap.store.security_log import record
from roadmap.store.sign_ins import end_sign_ins_of, set_password
from roadmap.web.letters import ComposedLetter
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
        return link_to(f"invitation/{self.token}", self.language)


def new_invitation(language: str) -> Invitation:
    """A link that nobody can guess, and that nobody can use before ``issue`` has written it down."""
    return Invitation(new_token(), language)


def composed(invitation: Invitation, name: str, email: str) -> ComposedLetter:
    """The mail that carries the link, in the language of the person invited."""
    return letter(
        "invitation",
        key=f"invitation:{fingerprint(invitation.token)}",
        address=email,
        language=invitation.language,
        at=now(),
        name=name,
        email=email,
        link=invitation.link,
        until=now() + VALID,
    )


def issue(session: Session, person_id: int, invitation: Invitation, told: ComposedLetter | None = None) -> None:
    """Writes the link down, and its letter if there is one, so that both are there or neither.

    Opens the account if the person had none. Links sent earlier stop working.
    """
    if session.get(AccountRow, person_id) is None:
        open_account(session, person_id, None, now())
    issue_link(session, person_id, fingerprint(invitation.token), now(), now() + VALID)
    if told is not None:
        post(session, told, kind="invitation", person_id=person_id, at=now(), lasts=VALID)


def invited(token: str) -> Person | None:
    """Who may take up this link now."""
    return holder_of(reading(), fingerprint(token), now())


def take_up(token: str, person: Person, password: str) -> bool:
    """Sets the password and signs in; ``False`` if the link was used meanwhile. Older sign-ins of the person end."""
    kept = passwords.hashed(password)
    with writing() as session:
        if not use_link(session, fingerprint(token), now()):
            return False
        # A link for another purpose would set the password once more.
        end_links(session, person.id, now())
        set_password(session, person.id, kept)
        end_sign_ins_of(session, person.id, now())
        sessions.begin(session, person.id)
        record(session, SecurityKind.INVITATION_USED, now(), person.id, person.id)
        record(session, SecurityKind.SIGNED_IN, now(), person.id, person.id)
        session.commit()
    forget_reader()
    return True
