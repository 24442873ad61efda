"""flask --app wsgi export and import: a whole road map as one file."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from roadmap.store.exchange.reading import CannotBeImported, imported
from roadmap.store.exchange.values import bytes_of
from roadmap.store.exchange.writing import exported
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.web.commands import needs_database
from roadmap.web.sessions import reading, writing


def attach(app: Flask) -> None:
    """Adds the commands to ``flask --app wsgi``."""
    app.cli.add_command(export_roadmap)
    app.cli.add_command(import_roadmap)


@click.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), default="-")
@click.option("--without-names", is_flag=True, help="People are numbers, and have no addresses.")
@with_appcontext
@needs_database
def export_roadmap(slug: str, file: Path, without_names: bool) -> None:
    """Write the road map SLUG with its whole ledger to FILE, or to the terminal."""
    roadmap = roadmap_by_slug(reading(), slug)
    if roadmap is None:
        raise click.ClickException(f"There is no road map {slug}.")
    content = bytes_of(exported(reading(), roadmap, names=not without_names))
    if str(file) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from None
    click.echo(f"Road map {slug} up to line {roadmap.head_seq}: {len(content)} bytes.", err=True)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
@needs_database
def import_roadmap(file: Path) -> None:
    """Put the road map in FILE into this database, with its ledger verified, or nothing at all."""
    try:
        with writing() as session:
            slug = imported(session, file.read_bytes())
            session.commit()
    except CannotBeImported as refusal:
        raise click.ClickException(f"Nothing was imported. {refusal}") from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from None
    click.echo(f"Road map {slug} was imported.")
