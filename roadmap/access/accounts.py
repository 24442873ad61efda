"""What the administrator does with accounts. Each is one act in one transaction; mails are composed before it."""

from dataclasses import asdict

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.access.account_forms import InvitationForm
from roadmap.access.invitations import composed, issue, new_invitation
from roadmap.access.reader import current_reader
from roadmap.domain.people import Grant, Person
from roadmap.domain.security import SecurityKind
from roadmap.domain.staff import HoldingEntry
from roadmap.store import erasing as store_erasing
from roadmap.store.access_tokens import revoke_tokens_of
from roadmap.store.account_reading import disable
from roadmap.store.ledger import touch
from roadmap.store.people import add_person, grant, withdraw
from roadmap.store.security_log import Detail, record
from roadmap.store.sign_ins import end_sign_ins_of
from roadmap.store.staff import keep_holding
from roadmap.web.sessions import now, writing


def invite(form: InvitationForm) -> bool:
    """Adds a person with a role and writes the invitation down; ``False`` if somebody has the address already.

    Raises ``InTheWay`` if somebody else holds the post that was chosen.
    """
    name, email, language = form.name.data or "", form.email.data or "", form.language.data
    held = form.held
    invitation = new_invitation(language)
    letter = composed(invitation, name, email)
    with writing() as session:
        try:
            person = add_person(session, name, email, language)
        except IntegrityError:
            return False
        if form.post_id is not None:
            keep_holding(session, HoldingEntry(form.post_id, person.id), now())
        grant(session, person.id, held.role, held.roadmap_id, held.measure_id, held.milestone_id)
        issue(session, person.id, invitation, letter)
        _touch(session, held)
        _note(session, SecurityKind.INVITED, person.id)
        _note(session, SecurityKind.ROLE_GIVEN, person.id, **_said_of(held))
        session.commit()
    return True


def give(person: Person, held: Grant) -> bool:
    """Gives a further role; ``False`` if the person has it already."""
    with writing() as session:
        new = grant(session, person.id, held.role, held.roadmap_id, held.measure_id, held.milestone_id)
        _touch(session, held)
        if new:
            _note(session, SecurityKind.ROLE_GIVEN, person.id, **_said_of(held))
        session.commit()
    return new


def take(person: Person, held: Grant) -> None:
    """Takes a role away; what was done in it stays in the record."""
    with writing() as session:
        # The road map comes first here as well: whoever erases the person holds it before the role.
        _touch(session, held)
        withdraw(session, person.id, held)
        _note(session, SecurityKind.ROLE_TAKEN, person.id, **_said_of(held))
        session.commit()


def _touch(session: Session, held: Grant) -> None:
    if held.roadmap_id is not None:
        touch(session, held.roadmap_id)


def invite_again(person: Person) -> None:
    """Sends a new link; the earlier ones stop working. Needs an address."""
    invitation = new_invitation(person.language)
    letter = composed(invitation, person.name, person.email or "")
    with writing() as session:
        issue(session, person.id, invitation, letter)
        _note(session, SecurityKind.INVITED, person.id)
        session.commit()


def close(person: Person) -> None:
    """Disables the account and ends its sign-ins and its programs' tokens at once."""
    with writing() as session:
        disable(session, person.id, now())
        end_sign_ins_of(session, person.id, now())
        revoke_tokens_of(session, person.id, now())
        _note(session, SecurityKind.ACCOUNT_CLOSED, person.id)
        session.commit()


def reopen(person: Person) -> None:
    """Enables the account again; whoever it is has to sign in anew."""
    with writing() as session:
        disable(session, person.id, None)
        _note(session, SecurityKind.ACCOUNT_REOPENED, person.id)
        session.commit()


def erase(person: Person) -> None:
    """Erases who it was; the number stays. Raises ``MailInHand``."""
    with writing() as session:
        if store_erasing.erase(session, person.id, now().date(), now()):
            _note(session, SecurityKind.PERSON_ERASED, person.id)
            session.commit()


def _note(session: Session, kind: SecurityKind, person_id: int, **detail: Detail) -> None:
    """Keeps that whoever is signed in did it. Comes last in each act: the log's head is held until it ends."""
    by = current_reader().person
    record(session, kind, now(), person_id, by.id if by else None, **detail)


def _said_of(held: Grant) -> dict[str, Detail]:
    """A role in codes and numbers."""
    return {name: value for name, value in asdict(held).items() if value is not None}
