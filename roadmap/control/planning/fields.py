"""Fields of the plan's forms: a text in three languages as one field, and others that keep whatever was typed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import wtforms
from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from roadmap.domain.text import LANGUAGES, LocalizedText

_NAMES = {"kk": lazy_gettext("Kazakh"), "ru": lazy_gettext("Russian"), "en": lazy_gettext("English")}
_GREATEST = 2**31 - 1
_LONGEST_INDEX = 4


def tidy(text: str | None) -> str:
    """The text without spaces around it, its line breaks in one way; hidden characters stay, to be refused."""
    return (text or "").replace("\r\n", "\n").strip()


class Line(StringField):
    """A short text on one line."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, filters=[tidy], **options)

    @property
    def typed(self) -> str:
        """What was typed; an empty string if nothing was."""
        return self.data or ""


class Words(TextAreaField):
    """A longer text."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, filters=[tidy], **options)

    @property
    def typed(self) -> str:
        """What was typed; an empty string if nothing was."""
        return self.data or ""


class _Lines(wtforms.Form):
    kk = Line(_NAMES["kk"])
    ru = Line(_NAMES["ru"])
    en = Line(_NAMES["en"])


class _Paragraphs(wtforms.Form):
    kk = Words(_NAMES["kk"])
    ru = Words(_NAMES["ru"])
    en = Words(_NAMES["en"])


class Localized(FormField):  # type: ignore[type-arg]
    """The same text in three languages. Each language's field is called for both, such as "Title · Kazakh"."""

    def __init__(self, label: Any, *, long: bool = False, **options: Any) -> None:
        super().__init__(_Paragraphs if long else _Lines, label, **options)
        self.long = long

    def process(self, *args: Any, **settings: Any) -> None:
        """Reads the fields, and gives each its full name."""
        super().process(*args, **settings)
        for code in LANGUAGES:
            inner = self.form[code]
            inner.label.text = lazy_gettext("%(field)s · %(language)s", field=self.label.text, language=_NAMES[code])

    @property
    def text(self) -> LocalizedText:
        """The text as typed."""
        return LocalizedText(**{code: self.form[code].typed or None for code in LANGUAGES})

    def show(self, text: LocalizedText) -> None:
        """Fills the fields."""
        for code in LANGUAGES:
            self.form[code].data = getattr(text, code) or ""


class Rows(FieldList):  # type: ignore[type-arg]
    """Rows of the same fields, told apart by their numbers. Of a number that no form of ours has, nothing is read."""

    _separator: str
    _field_separator: str

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        begins = f"{prefix}{self._separator}"
        for name in formdata:
            index = name.removeprefix(begins).split(self._field_separator, 1)[0] if name.startswith(begins) else ""
            if index.isascii() and index.isdecimal() and len(index) <= _LONGEST_INDEX:
                yield int(index)


class WholeNumber(StringField):
    """A whole number; what is none is kept as it was typed, and is ``None``."""

    @property
    def number(self) -> int | None:
        """The number, if it is one in plain figures."""
        typed = (self.data or "").strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


class Version(StringField):
    """The version of what is edited, carried unseen; ``None`` if it is none that a form was given."""

    widget = HiddenInput()

    @property
    def seen(self) -> int | None:
        """The version."""
        typed = self.data or ""
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 else 0
        return number if 0 < number <= _GREATEST else None

    def now(self, version: int) -> None:
        """The form is shown, or shown again, beside what this version says."""
        self.data, self.raw_data = str(version), None


def values_of(fields: Sequence[Any]) -> dict[str, str]:
    """What each field says, in words, by its label: for showing two versions of a form side by side."""
    found: dict[str, str] = {}
    for field in fields:
        if isinstance(field, FormField):
            found |= values_of(list(field.form))
        elif isinstance(field, FieldList):
            found |= values_of(list(field))
        elif field.type not in ("CSRFTokenField", "Version", "HiddenField", "SubmitField"):
            found[str(field.label.text)] = _words_of(field)
    return found


def _words_of(field: Any) -> str:
    choices = getattr(field, "choices", None)
    if field.type == "BooleanField":
        return "✓" if field.data else "–"
    if choices is None:
        return str(field._value())
    chosen = field.data if isinstance(field.data, list) else [field.data]
    said = {str(each) for each in chosen if each is not None}
    return "; ".join(str(each.label) for each in choices if str(each.value) in said)
