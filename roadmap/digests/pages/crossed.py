"""What differs between a form as it was sent and what is kept meanwhile, field by field, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from wtforms import BooleanField, Field, HiddenField, SelectField

from roadmap.digests.pages.choice_form import ChoicesForm
from roadmap.digests.pages.rules import shown
from roadmap.web.wording import short_day


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, as it is kept and as it was sent."""

    label: str
    kept: str
    sent: str


def differences(kept: ChoicesForm, sent: ChoicesForm) -> Iterator[Difference]:
    """Every field whose value is another one; both are forms of the same person."""
    for before, after in zip(_fields(kept), _fields(sent), strict=True):
        words = _value_words(before), _value_words(after)
        if words[0] != words[1]:
            yield Difference(str(before.label.text), *words)


def _fields(form: ChoicesForm) -> list[Field]:
    return [field for each in form for field in shown(each) if not isinstance(field, HiddenField)]


def _value_words(field: Field) -> str:
    if isinstance(field, BooleanField):
        return gettext("yes") if field.data else gettext("no")
    if isinstance(field, SelectField):
        return ", ".join(str(option.label.text) for option in field if option.checked) or "–"
    return short_day(field.data) if isinstance(field.data, date) else str(field.data or "–")
