"""A new password for whoever lost theirs, by a mailed link; who has no account learns nothing from it."""

import time
from datetime import timedelta

from roadmap.access import passwords
from roadmap.access.letters import letter, link_to
from roadmap.access.throttle import RESET, attempt, keyed
from roadmap.access.tokens import fingerprint, new_token
from roadmap.domain.people import Person
from roadmap.domain.security import SecurityKind
from roadmap.store.access_tokens import revoke_tokens_of
from roadmap.store.attempts import take_attempt
from roadmap.store.links import PASSWORD, end_links, holder_of, issue_link, use_link
from roadmap.store.people import normal
from roadmap.store.security_log import record
from roadmap.store.sign_ins import end_sign_ins_of, person_with_account, set_password
from roadmap.web.letters import ComposedLetter
from roadmap.web.posting import post
from roadmap.web.rereading import UnsafeHeader
from roadmap.web.sessions import now, reading, writing

VALID = timedelta(hours=1)
# Longer than the answer to anybody takes: how long it took must not say whether there is an account.
QUIET_SECONDS = 0.3


def ask(email: str) -> None:
    """Mails a link to the account with this address, if there is an open one; answers the same, and as late, if not.

    One mail in a quarter of an hour for one address: who asks oftener is told the same, and gets no further one.
    """
    began = time.monotonic()
    token = new_token()
    person = person_with_account(reading(), email)
    composed = _composed(token, person, email)
    with writing() as session:
        if take_attempt(session, attempt("reset", email), RESET) is None:
            if person is not None and composed is not None:
                issue_link(session, person.id, fingerprint(token), now(), now() + VALID, PASSWORD)
                post(session, composed, kind="password", person_id=person.id, at=now(), lasts=VALID)
            address = None if person else keyed(normal(email))
            record(session, SecurityKind.RESET_ASKED, now(), person.id if person else None, address=address)
        session.commit()
    time.sleep(max(0.0, QUIET_SECONDS - (time.monotonic() - began)))


def _composed(token: str, person: Person | None, email: str) -> ComposedLetter | None:
    """The letter; for an address that nobody has one is composed as well, and thrown away."""
    language = person.language if person else "kk"
    try:
        return letter(
            "password",
            key=f"password:{fingerprint(token)}",
            address=(person.email if person else None) or email,
            language=language,
            at=now(),
            name=person.name if person else email,
            link=link_to(f"password/{token}", language),
            minutes=int(VALID.total_seconds() // 60),
        )
    except UnsafeHeader:
        return None


def resets(token: str) -> Person | None:
    """Whose password this link may set now."""
    return holder_of(reading(), fingerprint(token), now(), PASSWORD)


def reset(token: str, person: Person, password: str) -> bool:
    """Sets the password and ends every session; ``False`` if the link was used meanwhile."""
    kept, told = passwords.hashed(password), changed_letter(person)
    with writing() as session:
        if not use_link(session, fingerprint(token), now(), PASSWORD):
            return False
        end_links(session, person.id, now())
        set_password(session, person.id, kept)
        ended = end_sign_ins_of(session, person.id, now())
        revoke_tokens_of(session, person.id, now())
        post(session, told, kind="password", person_id=person.id, at=now(), lasts=timedelta(days=1))
        record(session, SecurityKind.RESET_USED, now(), person.id, person.id, sessions=ended)
        session.commit()
    return True


def changed_letter(person: Person) -> ComposedLetter:
    """What tells a person that the password was changed, in case it was somebody else."""
    return letter(
        "password_changed",
        key=f"password_changed:{person.id}:{now().isoformat()}",
        address=person.email or "",
        language=person.language,
        at=now(),
        name=person.name,
        link=link_to("password/forgotten", person.language),
    )
