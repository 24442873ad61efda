"""flask --app wsgi admin …: the first administrator. There is no account that is simply there."""

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from roadmap.access.account_forms import whole_address
from roadmap.access.invitations import issue, new_invitation
from roadmap.domain.people import Role
from roadmap.domain.security import SecurityKind
from roadmap.domain.text import LANGUAGES
from roadmap.store.people import add_person, grant
from roadmap.store.security_log import record
from roadmap.web.commands import needs_database
from roadmap.web.sessions import now, writing

admin = AppGroup("admin", help="Administrators.")


@admin.command("create")
@click.argument("email")
@click.argument("name")
@click.option("--language", type=click.Choice(LANGUAGES), default="kk", show_default=True)
@needs_database
def create(email: str, name: str, language: str) -> None:
    """Adds an administrator and prints a link that works once, for seven days, to choose a password with."""
    address = whole_address(email)
    if address is None:
        raise click.ClickException(f"{email!r} is not a mail address")
    if not name.strip():
        raise click.ClickException("the name is empty")
    invitation = new_invitation(language)
    with writing() as session:
        try:
            person = add_person(session, name, address, language)
        except IntegrityError:
            raise click.ClickException(f"somebody with the address {address} is there already") from None
        grant(session, person.id, Role.ADMINISTRATOR)
        issue(session, person.id, invitation)
        record(session, SecurityKind.INVITED, now(), person.id)
        record(session, SecurityKind.ROLE_GIVEN, now(), person.id, role=Role.ADMINISTRATOR.value)
        session.commit()
    click.echo(invitation.link)
