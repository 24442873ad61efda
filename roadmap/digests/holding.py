"""``flask --app wsgi digests hold``, ``release`` and ``restored``: keeping all mail back, from a terminal."""

from datetime import UTC, datetime

import click

from roadmap.digests.commands import group
from roadmap.store.mail import gate
from roadmap.store.mail.operator_acts import keep_all_back
from roadmap.web.commands import needs_database
from roadmap.web.sessions import database

__all__ = ["group"]


@group.command("hold")
@click.argument("reason")
@needs_database
def hold(reason: str) -> None:
    """Keep all mail back; REASON is for whoever finds it held."""
    with database().writing() as session:
        held = gate.hold(session, gate.OPERATOR, reason, datetime.now(UTC))
        session.commit()
    click.echo("All mail is held." if held else "All mail was held already.")


@group.command("release")
@needs_database
def release() -> None:
    """Let mail go out again. What was kept back one by one stays kept back."""
    with database().writing() as session:
        released = gate.release(session, None, datetime.now(UTC))
        session.commit()
    click.echo("Mail goes out again." if released else "Mail was not held.")


@group.command("restored")
@needs_database
def restored() -> None:
    """Say that this database was restored from a copy: what it takes for unsent may have been sent since."""
    with database().writing() as session:
        gate.hold(session, gate.RESTORED, "", datetime.now(UTC))
        kept = keep_all_back(session)
        session.commit()
    click.echo(f"All mail is held, and {kept} mails that wait in this copy are kept back one by one.")
