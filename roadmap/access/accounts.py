"""What the administrator does with accounts. Each is one act in one transaction; mails are composed before it."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.access.account_forms import InvitationForm
from roadmap.access.invitations import composed, issue, new_invitation
from roadmap.domain.people import Grant, Person
from roadmap.store.account_reading import disable
from roadmap.store.holdings import HoldingRow
from roadmap.store.ledger import touch
from roadmap.store.people import add_person, grant, withdraw
from roadmap.store.sign_ins import end_sign_ins_of
from roadmap.web.sessions import now, writing


def invite(form: InvitationForm) -> bool:
    """Adds a person with a role and writes the invitation down; ``False`` if somebody has the address already."""
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
            session.add(HoldingRow(post_id=form.post_id, person_id=person.id, recorded_at=now()))
        grant(session, person.id, held.role, held.roadmap_id, held.measure_id, held.milestone_id)
        issue(session, person.id, invitation, letter)
        _touch(session, held)
        session.commit()
    return True


def give(person: Person, held: Grant) -> bool:
    """Gives a further role; ``False`` if the person has it already."""
    with writing() as session:
        new = grant(session, person.id, held.role, held.roadmap_id, held.measure_id, held.milestone_id)
        _touch(session, held)
        session.commit()
    return new


def take(person: Person, held: Grant) -> None:
    """Takes a role away; what was done in it stays in the record."""
    with writing() as session:
        withdraw(session, person.id, held)
        _touch(session, held)
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
        session.commit()


def close(person: Person) -> None:
    """Disables the account and ends its sign-ins at once."""
    with writing() as session:
        disable(session, person.id, now())
        end_sign_ins_of(session, person.id, now())
        session.commit()


def reopen(person: Person) -> None:
    """Enables the account again; whoever it is has to sign in anew."""
    with writing() as session:
        disable(session, person.id, None)
        session.commit()
