"""Fields in which nothing typed is ever lost: a day that cannot be read is shown again as it was typed."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.widgets import TextInput

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_OFFICIAL = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def day_from(typed: str) -> date | None:
    """The day in ``DD.MM.YYYY``, or in ``YYYY-MM-DD`` as a browser's date field sends it; ``None`` if it is neither."""
    if iso := _ISO.fullmatch(typed):
        year, month, day = iso.groups()
    elif official := _OFFICIAL.fullmatch(typed):
        day, month, year = official.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class DayWidget(TextInput):
    """The browser's own date field; a plain one for what it could not show."""

    def __call__(self, field: Field, **kwargs: Any) -> Any:
        """The control as HTML."""
        readable = field.data is not None or not getattr(field, "typed", "")
        kwargs.setdefault("type", "date" if readable else "text")
        return super().__call__(field, **kwargs)


class DayField(Field):
    """A day, or nothing; keeps what was typed if it is no day."""

    widget = DayWidget()
    data: date | None
    typed = ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Reads the day; the error is told when the form is checked."""
        if not valuelist:
            return
        self.typed = valuelist[0].strip()
        self.data = day_from(self.typed)
        if self.typed and self.data is None:
            raise ValueError(gettext("Enter a date as DD.MM.YYYY"))

    def _value(self) -> str:
        return self.data.isoformat() if self.data else self.typed
