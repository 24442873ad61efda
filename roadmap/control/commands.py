"""Commands for whoever runs the program: loading seeds, and the demonstration."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from roadmap.access.passwords import hashed
from roadmap.control.chain_commands import ledger, security
from roadmap.control.sign_ins import table_of
from roadmap.store.demonstration import AlreadyThere, CannotBeLoaded, Demonstration, load, read_demonstration
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.store.seedfiles import SeedError, read_seeds
from roadmap.store.seeding import load as load_seeds
from roadmap.web.commands import needs_database
from roadmap.web.sessions import now, reading, today, writing

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
DEMONSTRATION = SEEDS / "demo"


def attach(app: Flask) -> None:
    """Adds the commands to ``flask --app wsgi``."""
    app.cli.add_command(seed)
    app.cli.add_command(demo)
    app.cli.add_command(ledger)
    app.cli.add_command(security)


@click.command("seed")
@click.argument("folder", type=click.Path(path_type=Path), default=SEEDS)
@with_appcontext
@needs_database
def seed(folder: Path) -> None:
    """Load the road map in FOLDER. What people edited since stays, and is listed."""
    try:
        seeds = read_seeds(folder)
    except SeedError as error:
        _end_with_problems(error)
    with writing() as session:
        outcome = load_seeds(session, seeds, at=now(), today=today(seeds.roadmap.timezone))
        session.commit()
    click.echo(", ".join(f"{what} {outcome.counts[what]}" for what in ("added", "updated", "unchanged")))
    for difference in outcome.differences:
        click.echo(str(difference))


@click.command("demo")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day the story leads up to; default today.")
@click.option("--if-missing", is_flag=True, help="Do nothing if the road map has a record already.")
@click.option("--sign-ins", is_flag=True, help="Only print who can sign in.")
@with_appcontext
@needs_database
def demo(on: datetime | None, if_missing: bool, sign_ins: bool) -> None:
    """Load invented people and half a year of reports and decisions, for showing the program."""
    if not current_app.config["ROADMAP"].development:
        _refuse("The demonstration is loaded only where ROADMAP_ENV=development.")
    try:
        demonstration = read_demonstration(DEMONSTRATION)
    except SeedError as error:
        _end_with_problems(error)
    if sign_ins:
        click.echo(table_of(demonstration.people))
        return
    try:
        click.echo(_loaded(demonstration, on.date() if on else None))
    except AlreadyThere as refusal:
        if not if_missing:
            _refuse(str(refusal))
        click.echo(f"Nothing to do. {refusal}")
    except CannotBeLoaded as refusal:
        _refuse(str(refusal))


def _loaded(demonstration: Demonstration, on: date | None) -> str:
    roadmap = roadmap_by_slug(reading(), demonstration.story.roadmap)
    newest = today(roadmap.timezone) if roadmap else now().date()
    if on and on > newest:
        raise CannotBeLoaded(f"The record has no future: --on may be {newest} at the latest.")
    # Takes a while on purpose, and so stays outside the transaction.
    password_hash = hashed(demonstration.people.password)
    with writing() as session:
        done = load(session, demonstration, day=on or newest, at=now(), password_hash=password_hash)
        session.commit()
    return f"Demonstration loaded for {on or newest}: {done.people} people, {done.lines} lines."


def _end_with_problems(error: SeedError) -> NoReturn:
    for problem in error.problems:
        click.echo(str(problem), err=True)
    sys.exit(1)


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(1)
