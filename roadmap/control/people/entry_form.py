"""What the forms about people share: texts in three languages, lists to choose from, and what is set meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, Field, SelectField
from wtforms.validators import ValidationError

from roadmap.domain.control import LONGEST_LINE
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.web.fields import ChoiceOfOne, DayField, LastSeenField, LineField
from roadmap.web.forms import Form
from roadmap.web.wording import short_day

EARLIEST, LATEST = date(1991, 12, 16), date(2100, 12, 31)


def short_line(form: Form, field: Field) -> None:
    """A validator: a line that is not too long."""
    if len(field.data or "") > LONGEST_LINE:
        raise ValidationError(gettext("At most %(limit)s characters", limit=LONGEST_LINE))


def required(form: Form, field: Field) -> None:
    """A validator: something has to be typed or chosen."""
    if not field.data and not field.errors:
        raise ValidationError(gettext("Fill in this field"))


def sensible_day(form: Form, field: Field) -> None:
    """A validator: a year outside of these is a slip of the hand."""
    if field.data is not None and not EARLIEST <= field.data <= LATEST:
        raise ValidationError(
            gettext("The year must lie between %(first)s and %(last)s", first=EARLIEST.year, last=LATEST.year)
        )


def line(label: Any, *checks: Any) -> LineField:
    """A short text."""
    return LineField(label, validators=[*checks, short_line])


def day(label: Any, *checks: Any) -> DayField:
    """A day."""
    return DayField(label, validators=[*checks, sensible_day])


class EntryForm(Form):
    """One thing to add or change. ``seen`` is the version that its writer had before him."""

    seen = LastSeenField("")

    def localized(self, group: str) -> LocalizedText:
        """A text in the languages in which it was typed."""
        typed = {code: self[f"{group}_{code}"].data for code in LANGUAGES}
        return LocalizedText(**{code: text for code, text in typed.items() if text})

    def needs_a_language(self, group: str) -> bool:
        """Whether the text is there in one language; if not, its first field says so."""
        if self.localized(group):
            return True
        first = self[f"{group}_{LANGUAGES[0]}"]
        first.errors = [*first.errors, gettext("Fill in this field in one language at least")]
        return False

    def fill(self, values: Mapping[str, Any]) -> None:
        """Shows what is kept."""
        for name, value in values.items():
            self[name].data = value

    def set_meanwhile(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Where what is kept by now differs from what was typed: the label of each field, and what is kept."""
        different = [
            (self[name], value) for name, value in values.items() if (self[name].data or None) != (value or None)
        ]
        return [(str(field.label.text), _shown(field, value)) for field, value in different]


def in_languages(group: str, text: LocalizedText) -> dict[str, str]:
    """A text as the fields of its three languages."""
    return {f"{group}_{code}": getattr(text, code) or "" for code in LANGUAGES}


def _shown(field: Field, value: Any) -> str:
    if isinstance(field, BooleanField):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, date):
        return short_day(value)
    if isinstance(field, SelectField):
        choices: Iterable[Any] = field.choices or ()
        return next((str(each.label) for each in choices if each.value == (value or "")), "–")
    return str(value or "–")


def choice_of_one(label: Any, named: Iterable[tuple[int, str]], field: ChoiceOfOne) -> None:
    """Fills a list, in the order of the words."""
    field.offer(label, sorted(named, key=lambda each: each[1].casefold()))
