"""``flask --app wsgi digests …``: one turn, the process that takes turns, a preview, and how things stand."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from threading import Event, Lock
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from config import Config
from roadmap.database import why_unusable
from roadmap.digests.clock import Clock
from roadmap.digests.composing import message_for
from roadmap.digests.guard import Guard
from roadmap.digests.handing.journal import Journal
from roadmap.digests.handing.resolver import Resolved, Resolver
from roadmap.digests.handing.results import Tally
from roadmap.digests.handing.sender import Line, Sender, worker_name
from roadmap.digests.keeping import Keeper, tidy
from roadmap.digests.office import Office
from roadmap.digests.planning import edition_for, local_time, plan
from roadmap.digests.recording import Planned
from roadmap.digests.standing import lines_of_standing, standing_of
from roadmap.domain.schedule import MORNING, last_morning, last_overview_morning
from roadmap.domain.text import LANGUAGES
from roadmap.store.days import working_calendar
from roadmap.store.mail.leases import Terms, moment_of
from roadmap.store.mail.workers import seen
from roadmap.store.people import person_by_email
from roadmap.store.plan_reading import all_roadmaps
from roadmap.web.commands import needs_database
from roadmap.web.sessions import database
from roadmap.web.uploads import evidence_folder

group = AppGroup("digests", help="Reminder digests: write down what is due, and hand it to the mail relay.")
# A relay that looks into every mail takes so long to answer. Where nothing is under way, nobody waits.
_GRACE_SECONDS = 10
# After so long the clock has its turn again, however much there is to be handed over.
_SENDING_SECONDS = 60


def _settings() -> Config:
    settings: Config = current_app.config["ROADMAP"]
    return settings


def _office() -> Office:
    settings = _settings()
    return Office(settings.mail_from, settings.secret_key, settings.public_url)


def _sender(stop: Event | None = None, work: str = "") -> Sender:
    settings = _settings()
    line = Line(settings.smtp_url, settings.mail_from, settings.journal_address)
    lease, answer = timedelta(seconds=settings.mail_lease_seconds), timedelta(seconds=settings.mail_answer_seconds)
    return Sender(database(), line, terms=Terms(lease, answer), stop=stop, work=work)


def _resolver() -> Resolver:
    settings = _settings()
    return Resolver(
        database(),
        resend=settings.in_doubt == "resend",
        settle=timedelta(seconds=settings.mail_settle_seconds),
        journal=Journal(Path(settings.journal_maildir)) if settings.journal_maildir else None,
    )


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("this is not a time such as 2026-11-23T09:00 or 2026-11-23T09:00+05:00") from None


@group.command("tick")
@click.option(
    "--at",
    callback=_moment,
    help="Business time, without an offset in the road map's own zone. A morning ahead still gets its own mail.",
)
@click.option("--last-morning", "last", is_flag=True, help="The last overview morning and the last working morning.")
@needs_database
def tick(at: datetime | None, last: bool) -> None:
    """Take one turn: write down what is due, then hand over everything that waits."""
    if at and last:
        raise click.UsageError("--at and --last-morning exclude each other")
    believed, tally = False, Tally()
    if last:
        planned = []
        for moment in _last_mornings():
            planned.append(plan(database(), _office(), moment, catch_up=False))
            # As on the days themselves: one morning's mail has left before the next one's is written.
            tally.add(_sender().turn())
    elif at:
        planned = [plan(database(), _office(), at)]
    else:
        believed = Guard(database()).look()
        planned = [plan(database(), _office())] if believed else []
    resolved = _resolver().turn()
    tally.add(_sender().turn())
    if tally.put_back or tally.in_doubt:
        click.echo(f"waiting={tally.put_back} in_doubt={tally.in_doubt}")
    _say_what_else(resolved, tally)
    letters = sum(each.letters for each in planned)
    if letters and believed:
        # Whoever takes turns by a timetable of his own has no process that would do it once a day.
        tidy(database(), _database_moment(), _settings().mail_kept_days)
    failed = tally.failed + sum(each.failed for each in planned)
    click.echo(f"planned={letters} sent={tally.sent} failed={failed}")


def _say_what_else(resolved: Resolved, tally: Tally) -> None:
    if resolved != Resolved():
        click.echo(f"doubts settled: sent={resolved.sent} queued={resolved.queued}")
    if tally.expired or tally.suppressed:
        click.echo(f"not handed over: expired={tally.expired} suppressed={tally.suppressed}")


def _database_moment() -> datetime:
    with database().reading() as session:
        return moment_of(session)


def _last_mornings() -> list[datetime]:
    """Nine o'clock on the last overview morning and on the last working morning, in the default road map's zone."""
    with database().reading() as session:
        roadmaps = all_roadmaps(session)
        if not roadmaps:
            return []
        calendar = working_calendar(session, roadmaps[0].calendar)
    local = local_time(datetime.now(UTC), roadmaps[0].timezone)
    days = {last_overview_morning(local, calendar), last_morning(local, calendar)} - {None}
    return [datetime.combine(day, MORNING) for day in sorted(day for day in days if day)]


@group.command("run")
@click.option("--only", type=click.Choice(["clock", "sender"]), help="Only write down, or only hand over.")
def run(only: str | None) -> None:
    """Take turns until told to stop. Any number of these processes may run."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stopping(stop))
    busy, guard = Lock(), Guard(database())
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    clock = Clock(_turns(app, guard, only, stop, busy))
    clock.start()
    click.echo(f"digests: {only or 'clock and sender'} at work")
    stop.wait()
    clock.stop()
    # A relay that has not answered by then is not waited for: its delivery is written down as being handed over, and
    # the next sender sees to it. Nothing else is left to tidy, so the interpreter's own slow farewell is left out.
    busy.acquire(timeout=_GRACE_SECONDS)
    sys.stdout.flush()
    os._exit(0)


def _stopping(stop: Event) -> Callable[[int, FrameType | None], None]:
    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    return handle


def _turns(app: Flask, guard: Guard, only: str | None, stop: Event, busy: Lock) -> Callable[[], None]:
    work = only or "clock and sender"
    sender, resolver = _sender(stop, work), _resolver()
    keeper = Keeper(database(), _settings().mail_kept_days, evidence_folder())
    said: set[str] = set()

    def turn() -> None:
        with busy, app.app_context():
            try:
                _take_turns(guard, only, stop, resolver, sender, keeper)
                said.clear()
            except DBAPIError as error:
                reason = why_unusable(error)
                if reason is None:
                    raise
                if reason not in said:
                    # Once, and not again every half minute until somebody has seen to it.
                    said.add(reason)
                    click.echo(f"digests: {reason}", err=True)

    return turn


def _take_turns(
    guard: Guard, only: str | None, stop: Event, resolver: Resolver, sender: Sender, keeper: Keeper
) -> None:
    """One turn, and further ones at once while there is more to be handed over than one has time for."""
    more = True
    while more and not stop.is_set():
        believed = _take_turn(guard, only, stop, resolver, sender)
        if believed and only != "sender" and not stop.is_set():
            keeper.look(_database_moment())
        more = sender.more


def _take_turn(guard: Guard, only: str | None, stop: Event, resolver: Resolver, sender: Sender) -> bool:
    """Whether the clock could be believed, and the mail was not held."""
    planned, resolved, tally = Planned(), Resolved(), Tally()
    if only == "clock":
        with database().writing() as session:
            seen(session, worker_name(), only, datetime.now(UTC))
            session.commit()
    # Before a sender too: by a clock that jumped, everything that waits would be too old.
    believed = guard.look()
    if only != "sender" and not stop.is_set() and believed:
        planned = plan(database(), _office())
    if only != "clock" and not stop.is_set():
        resolved, tally = resolver.turn(), sender.turn(_SENDING_SECONDS)
    if planned.letters or tally != Tally():
        click.echo(
            f"digests: planned={planned.letters} sent={tally.sent} failed={tally.failed + planned.failed}"
            f" waiting={tally.put_back} in_doubt={tally.in_doubt}"
        )
    _say_what_else(resolved, tally)
    return believed


@group.command("preview")
@click.option("--to", "email", required=True, help="Whose mail.")
@click.option("--on", "on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The morning.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: the person's own.")
@needs_database
def preview(email: str, on: datetime, language: str | None) -> None:
    """Print the mail of one person and morning. Nothing is written down or sent."""
    found = _preview(email, on.date(), language)
    if found is None:
        click.echo(f"Nothing to say to {email} on {on:%Y-%m-%d}.")
        return
    message = message_from_bytes(found, policy=SMTP)
    for name, value in message.items():
        click.echo(f"{name}: {value}")
    text = message.get_body(("plain",))
    click.echo(f"\n{text.get_content() if text else ''}")


def _preview(email: str, on: date, language: str | None) -> bytes | None:
    with database().reading() as session:
        person = person_by_email(session, email)
        if person is None:
            raise click.ClickException(f"nobody has the address {email}")
        edition = edition_for(session, on, person.id)
    message = message_for(edition, _office(), person.id, language) if edition else None
    return message.mime if message else None


@group.command("status")
@needs_database
def status() -> None:
    """How the mail stands: the states add up to everything ever written down. The same as the page "Outgoing mail"."""
    at = datetime.now(UTC)
    with database().reading() as session:
        standing = standing_of(session, at)
    for line in lines_of_standing(standing, at):
        click.echo(line)
