"""What an objection carries, as its sentence says it."""

from collections.abc import Mapping
from datetime import date

from flask_babel import format_decimal

from roadmap.web.wording import short_day

Values = Mapping[str, str | int | date]


def day_told(values: Values) -> str:
    """The day that is meant; empty if none is."""
    on = values["day"]
    return short_day(on) if isinstance(on, date) else ""


def number_told(values: Values, name: str) -> str:
    """A number of this name, as the language writes it."""
    return str(format_decimal(values[name]))
