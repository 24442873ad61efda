"""What every form about the mail insists on: one value for each field, and only what was offered."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, FormField, RadioField, SelectField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

_NOT_OFFERED = lazy_gettext("Choose one of the entries offered.")


def one_value_each(form: BaseForm) -> bool:
    """Whether nothing was sent twice; says so beside the field. Which of two values was meant nobody can tell."""
    fine = True
    for field in form:
        if isinstance(field, FormField):
            fine = one_value_each(field.form) and fine
        elif not isinstance(field, SelectMultipleField) and len(field.raw_data or ()) > 1:
            field.errors = [*field.errors, gettext("This was sent more than once.")]
            fine = False
    return fine


class OneOfField(RadioField):
    """One of a few entries."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, choices=[], **options)
        self.invalid_choice_message = _NOT_OFFERED


class ListField(SelectField):
    """One of many entries."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, choices=[], **options)
        self.invalid_choice_message = _NOT_OFFERED


class SomeOfField(SelectMultipleField):
    """Any of a few entries, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, choices=[], **options)
        self.invalid_choice_message = _NOT_OFFERED


def shown(field: Field) -> list[Field]:
    """The fields that a reader sees; those of an inner form each by itself."""
    return [inner for each in field.form for inner in shown(each)] if isinstance(field, FormField) else [field]
