"""Freshly migrated databases, cheap: migrated once, then copied for each test."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import URL

PROJECT = Path(__file__).resolve().parents[2]


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at ``url`` up to ``revision``, as `alembic upgrade` does with DATABASE_URL."""
    with pytest.MonkeyPatch.context() as patch, open(os.devnull, "w") as nowhere:
        patch.setenv("DATABASE_URL", url)
        command.upgrade(Config(toml_file=PROJECT / "pyproject.toml", stdout=nowhere), revision)


def in_full(url: URL) -> str:
    """The address as DATABASE_URL carries it, password and all."""
    return url.render_as_string(hide_password=False)


def migrated_sqlite(folder: Path) -> Path:
    """An SQLite file with every migration applied, to be copied."""
    template = folder / "template.sqlite"
    migrate(f"sqlite:///{template}")
    return template


def copy_of_sqlite(template: Path, folder: Path) -> str:
    """The address of a copy of its own in ``folder``."""
    copied = folder / f"{uuid.uuid4().hex}.sqlite"
    shutil.copyfile(template, copied)
    return f"sqlite:///{copied}"


@contextmanager
def migrated_postgresql(server: URL) -> Iterator[URL]:
    """A database with every migration applied, to be copied; gone afterwards."""
    with new_postgresql(server) as url:
        migrate(in_full(url))
        yield url


@contextmanager
def new_postgresql(server: URL, template: str = "template0") -> Iterator[URL]:
    """A copy of ``template``, dropped afterwards whoever is still connected.

    ``server`` is another database than ``template``: PostgreSQL copies only what nobody is connected to.
    """
    # Several workers may share one server.
    name = f"roadmap_{uuid.uuid4().hex}"
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    _execute(server, statement.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield server.set(database=name)
    finally:
        _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(server: URL, statement: sql.Composed) -> None:
    with psycopg.connect(in_full(server.set(drivername="postgresql")), autocommit=True) as connection:
        connection.execute(statement)
