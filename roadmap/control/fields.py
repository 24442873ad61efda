"""Fields of the controlling side's forms: typed text is tidied, and every wrong value keeps what was typed."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from roadmap.web.forms import SelectChoice

# A zero byte cannot be stored in PostgreSQL, and the others are never meant.
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def one_line(text: str | None) -> str:
    """The text without control characters, with single spaces."""
    return " ".join(_CONTROL_CHARACTERS.sub("", text or "").split())


def paragraphs(text: str | None) -> str:
    """The text without control characters, its lines kept."""
    return "\n".join(line.rstrip() for line in _CONTROL_CHARACTERS.sub("", text or "").splitlines()).strip()


class LineField(StringField):
    """A short text on one line."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, filters=[one_line], **options)

    @property
    def typed(self) -> str:
        """What was typed; an empty string if nothing was."""
        return self.data or ""


class WordsField(TextAreaField):
    """A longer text."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, filters=[paragraphs], **options)

    @property
    def typed(self) -> str:
        """What was typed; an empty string if nothing was."""
        return self.data or ""


class DayField(DateField):
    """A day, picked in a browser or typed as DD.MM.YYYY."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d.%m.%Y"], **options)

    @property
    def day(self) -> date:
        """The day, where it is known that there is one."""
        if self.data is None:
            raise ValueError(f"no day in {self.name}")
        return self.data

    def process_formdata(self, valuelist: list[str]) -> None:
        """An empty field is no day; anything else that is not one is refused in the reader's own words."""
        self.data: date | None = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError(gettext("Enter a date as DD.MM.YYYY")) from None


def _number(value: object) -> int | None:
    return int(str(value)) if value not in (None, "", "None") else None


class ChoiceOfOne(SelectField):
    """One of several numbered things, or none."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, coerce=_number, choices=[], **options)

    def offer(self, nothing: str, choices: Iterable[tuple[int, str]]) -> None:
        """What may be chosen; ``nothing`` is the word for choosing none."""
        self.choices = [SelectChoice("", nothing), *(SelectChoice(value, label) for value, label in choices)]


class LastSeenField(IntegerField):
    """The number of the last line that the writer knew of, carried unseen; without a number it is 0."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """A number that nobody could have been given counts as having seen nothing."""
        given = valuelist[0] if valuelist else ""
        self.data = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0

    @property
    def seen(self) -> int:
        """The number; 0 if there was none."""
        return self.data or 0

    def now(self, seq: int) -> None:
        """The form is shown again together with what was written up to line ``seq``."""
        self.data, self.raw_data = seq, None
