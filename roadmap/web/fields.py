"""Fields in which nothing typed is ever lost: what cannot be read, or may not stand, is shown again as it was typed."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from unicodedata import normalize

from flask_babel import format_decimal, gettext
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.form import BaseForm
from wtforms.widgets import HiddenInput, TextInput

from roadmap.domain.plain_text import Misplaced, misplaced_in
from roadmap.web.forms import SelectChoice

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# These come with what was copied from somewhere and are never meant.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
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
        kwargs["type"] = "date" if readable else "text"
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

    @property
    def day(self) -> date:
        """The day, where it is known that there is one."""
        if self.data is None:
            raise ValueError(f"no day in {self.name}")
        return self.data

    def _value(self) -> str:
        return self.data.isoformat() if self.data else self.typed


def tidied(typed: str | None) -> str:
    """A text with one kind of line break, no tabs and no white at its ends; letters composed, so that equals match."""
    plain = (typed or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return normalize("NFC", plain).strip()


def one_line(typed: str | None) -> str:
    """The same on one line, with single spaces and without unseen characters."""
    return " ".join(part for part in re.split("[ \n\u00a0]+", _UNSEEN.sub("", tidied(typed))) if part)


def paragraphs(typed: str | None) -> str:
    """The same with its lines kept, without white at their ends and without unseen characters."""
    return "\n".join(line.rstrip() for line in _UNSEEN.sub("", tidied(typed)).split("\n")).strip()


def misplaced_words(found: Misplaced) -> str:
    """What is said about a character that may not stand in a text, such as one that turns the direction of reading."""
    return gettext(
        "The text contains a character that is not allowed (line %(line)s, position %(position)s)",
        line=format_decimal(found.line),
        position=format_decimal(found.position),
    )


class LineField(StringField):
    """A short text on one line."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, filters=[one_line], **options)

    @property
    def typed(self) -> str:
        """What was typed; an empty string if nothing was."""
        return self.data or ""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuses what may not stand in a text."""
        if found := misplaced_in(self.typed, one_line=True):
            raise ValidationError(misplaced_words(found))


class WordsField(TextAreaField):
    """A longer text."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, filters=[paragraphs], **options)

    @property
    def typed(self) -> str:
        """What was typed; an empty string if nothing was."""
        return self.data or ""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuses what may not stand in a text."""
        if found := misplaced_in(self.typed, one_line=False):
            raise ValidationError(misplaced_words(found))


class NumberField(StringField):
    """A whole number, or nothing. Only plain digits are one; anything else is refused and kept as it was typed."""

    data: int | None  # type: ignore[assignment]  # A text field shows best what is no number.

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads the number; the error is told when the form is checked."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None
        if typed and self.data is None:
            raise ValueError(gettext("Enter a whole number"))

    def put(self, number: int | None) -> None:
        """Shows a number instead of what was typed."""
        self.data, self.raw_data = number, None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else str(self.data)


def _number(value: object) -> int | None:
    return int(str(value)) if value not in (None, "", "None") else None


class ChoiceOfOne(SelectField):
    """One of several numbered things, or none."""

    def __init__(self, label: Any = None, **options: Any) -> None:
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

    def behind(self, last: int) -> bool:
        """Whether there is something its writer has not seen, ``last`` being the last line there is.

        A number beyond it was given to nobody, so whoever sends it has seen nothing.
        """
        if self.seen > last:
            self.data = 0
        return self.seen < last

    def now(self, seq: int) -> None:
        """The form is shown again together with what was written up to line ``seq``."""
        self.data, self.raw_data = seq, None
