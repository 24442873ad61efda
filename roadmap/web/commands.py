"""What every command says at the terminal when the database cannot be used: one line, and no trace."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from sqlalchemy.exc import DBAPIError

from roadmap.database import why_unusable

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


def needs_database(command: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """Ends the command with code 1 when the database is away or was not migrated; other errors keep their trace."""

    @wraps(command)
    def asking(*args: _Given.args, **kwargs: _Given.kwargs) -> _Found:
        try:
            return command(*args, **kwargs)
        except DBAPIError as error:
            reason = why_unusable(error)
            if reason is None:
                raise
        raise click.ClickException(reason)

    return asking
