"""The report form. Its rows are those of one measure: a form is made for the measure as it stands."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import (
    BooleanField,
    Field,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # The stubs are older.
from wtforms.fields.core import UnboundField

from roadmap.coordination.asked_posts import choices_of_posts
from roadmap.domain.facts import Confidence, Progress
from roadmap.domain.given import GivenPart
from roadmap.domain.health import CLOSED, ControlStatus, Dates, MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.report_objections import DONE_LENGTH, SHORT_LENGTH, TEXT_LENGTH
from roadmap.web.fields import DayField, tidied
from roadmap.web.wording import short_day

_STATES = (
    SelectChoice(Progress.NOT_STARTED.value, lazy_gettext("Not started")),
    SelectChoice(Progress.IN_PROGRESS.value, lazy_gettext("In progress")),
    SelectChoice(Progress.REPORTED_DONE.value, lazy_gettext("Reported done")),
)


_WHICH = lazy_gettext("For which date does this report come late?")


def _text(label: Any, limit: int = TEXT_LENGTH) -> TextAreaField:
    # A browser counts otherwise than the rule does (line breaks twice), so the limit is not left to it.
    return TextAreaField(label, filters=[tidied], description=str(limit))


def _line(label: Any) -> StringField:
    return StringField(label, filters=[tidied], description=str(SHORT_LENGTH))


class MilestoneForm(Form):
    """One milestone's row."""

    state = SelectField(lazy_gettext("State"), choices=list(_STATES), validate_choice=False)
    forecast_on = DayField(lazy_gettext("Forecast date"))
    forecast_reason = _text(lazy_gettext("Reason, if later than approved"))
    wants_extension = BooleanField(lazy_gettext("Ask for an extension if the forecast is later than the approved date"))
    letter_number = _line(lazy_gettext("No. of the letter that asks for the extension"))
    letter_on = DayField(lazy_gettext("Date of the letter"))
    accounts = BooleanField(lazy_gettext("This is the report that the recurring deadline asks for"))
    occurrence = SelectField(_WHICH, choices=[], validate_choice=False)
    actual_on = DayField(lazy_gettext("Actual date"))
    document_number = _line(lazy_gettext("Document No."))
    document_on = DayField(lazy_gettext("Document date"))
    document_address = _line(lazy_gettext("Number or address in the document system"))
    document_file = FileField(lazy_gettext("Copy of the completion document"))
    # A browser keeps no file: when the form is shown again, this says which one has to be chosen once more.
    file_name = HiddenField(filters=[tidied])


class WithdrawalForm(Form):
    """One open ask: whether it is still needed."""

    withdraw = BooleanField(lazy_gettext("No longer needed"))
    reason = _text(lazy_gettext("Why is it no longer needed?"))


class ReportForm(FlaskForm):
    """A report, but for the rows that ``form_class`` adds."""

    confidence = RadioField(
        lazy_gettext("How is it going?"),
        choices=[
            SelectChoice(Confidence.ON_TRACK.value, lazy_gettext("On track")),
            SelectChoice(Confidence.AT_RISK.value, lazy_gettext("At risk")),
            SelectChoice(Confidence.OFF_TRACK.value, lazy_gettext("Off track")),
        ],
        validate_choice=False,
    )
    done_kk = _text(lazy_gettext("What has been done, in Kazakh"), DONE_LENGTH)
    done_ru = _text(lazy_gettext("What has been done, in Russian"), DONE_LENGTH)
    done_en = _text(lazy_gettext("What has been done, in English"), DONE_LENGTH)
    next_step_kk = _text(lazy_gettext("Next step, in Kazakh"))
    next_step_ru = _text(lazy_gettext("Next step, in Russian"))
    next_step_en = _text(lazy_gettext("Next step, in English"))
    ask_what_kk = _text(lazy_gettext("Which decision is needed, in Kazakh"))
    ask_what_ru = _text(lazy_gettext("Which decision is needed, in Russian"))
    ask_what_en = _text(lazy_gettext("Which decision is needed, in English"))
    ask_whom = _line(lazy_gettext("From whom?"))
    ask_post = SelectField(lazy_gettext("Who is told of it by mail?"), choices=[], validate_choice=False)
    ask_by = DayField(lazy_gettext("By when?"))
    blocker_kk = _text(lazy_gettext("Blocker, in Kazakh"))
    blocker_ru = _text(lazy_gettext("Blocker, in Russian"))
    blocker_en = _text(lazy_gettext("Blocker, in English"))
    waiting_whom = _line(lazy_gettext("Whose answer is awaited?"))
    waiting_since = DayField(lazy_gettext("Since when?"))
    extension_to = DayField(lazy_gettext("Later date for the measure as a whole"))
    extension_reason = _text(lazy_gettext("Why is a later date needed?"))
    extension_letter_number = _line(lazy_gettext("No. of the letter that asks for the extension"))
    extension_letter_on = DayField(lazy_gettext("Date of the letter"))
    occurrence = SelectField(_WHICH, choices=[], validate_choice=False)
    effective_on = DayField(lazy_gettext("The day this report speaks about"))
    last_seen = HiddenField()


OF_THE_WHOLE = frozenset(name for name in vars(ReportForm) if isinstance(vars(ReportForm)[name], UnboundField)) - {
    "effective_on",
    "last_seen",
}
"""The fields in which a measure is spoken of as a whole."""


def milestone_field(milestone_id: int) -> str:
    """The name of a milestone's row in the form."""
    return f"milestone_{milestone_id}"


def withdrawal_field(ask_seq: int) -> str:
    """The name of an open ask's row in the form."""
    return f"withdrawal_{ask_seq}"


def milestone_row(form: ReportForm, milestone_id: int) -> MilestoneForm:
    """A milestone's row."""
    return cast(MilestoneForm, cast(Any, form[milestone_field(milestone_id)]).form)


def withdrawal_row(form: ReportForm, ask_seq: int) -> WithdrawalForm:
    """An open ask's row."""
    return cast(WithdrawalForm, cast(Any, form[withdrawal_field(ask_seq)]).form)


def reportable(measure: MeasureState) -> list[MilestoneState]:
    """The milestones that may still be reported on."""
    return [state for state in measure.milestones if state.control not in CLOSED]


def form_for(
    measure: MeasureState,
    typed: Mapping[str, str] | None = None,
    filled: Mapping[str, Any] | None = None,
    files: Mapping[str, FileStorage] | None = None,
) -> ReportForm:
    """The form for a measure: from what was ``typed`` and the ``files``, by the fields' names, else ``filled``."""
    rows: dict[str, Any] = {milestone_field(s.milestone.id): FormField(MilestoneForm) for s in reportable(measure)}
    rows |= {withdrawal_field(ask.entry.seq): FormField(WithdrawalForm) for ask in measure.asks}
    if isinstance(measure, GivenPart):
        # WTForms makes no field of what a derived form sets to nothing.
        rows |= dict.fromkeys(OF_THE_WHOLE)
    made = cast(type[ReportForm], type("ReportOfMeasure", (ReportForm,), rows))
    sent: MultiDict[str, Any] | None = MultiDict({**typed, **(files or {})}) if typed is not None else None
    form = made(formdata=sent, data=dict(filled or {}))
    if not isinstance(measure, GivenPart):
        _offer_late(form.occurrence, measure.dates)
        form.ask_post.choices = [SelectChoice("", gettext("Nobody by mail")), *choices_of_posts()]
    for state in reportable(measure):
        _name_row(milestone_row(form, state.milestone.id), state)
    return form


def not_given(typed: Mapping[str, str], measure: MeasureState) -> dict[str, str]:
    """What was typed into fields that the form for a part of the measure does not have."""
    rows = {milestone_field(state.milestone.id) for state in measure.milestones}
    kinds = ("milestone_", "withdrawal_")
    return {
        name: text
        for name, text in typed.items()
        if name in OF_THE_WHOLE or (name.startswith(kinds) and name.partition("-")[0] not in rows)
    }


def _name_row(row: MilestoneForm, state: MilestoneState) -> None:
    """The number goes into every label: in the list of problems the table's columns are not seen."""
    if state.control is ControlStatus.RETURNED:
        row.state.choices = [SelectChoice("", gettext("Returned, nothing new yet")), *_STATES]
    _offer_late(row.occurrence, state.dates)
    for field in row:
        label = gettext("%(number)s: %(label)s", number=state.milestone.number, label=field.label.text)
        field.label.text = label


def _offer_late(field: SelectField, dates: Dates) -> None:
    """The dates for which a report is late, the oldest first; a form about something that is not late has no choice."""
    field.choices = [SelectChoice(each.isoformat(), short_day(each)) for each in dates.late]
    if field.data not in {each.isoformat() for each in dates.late}:
        field.data = dates.late[0].isoformat() if dates.late else ""


def leaves(form: Form) -> Iterator[Field]:
    """Every single field that holds a text, those of the rows too."""
    for field in form:
        if isinstance(field, FormField):
            yield from leaves(field.form)
        elif field.name != "csrf_token" and not isinstance(field, FileField):
            yield field


def as_typed(form: Form) -> dict[str, str]:
    """What stands in the form, by the fields' names, as a browser would send it."""
    found: dict[str, str] = {}
    for field in leaves(form):
        if isinstance(field, BooleanField):
            found |= {field.name: "y"} if field.data else {}
        elif isinstance(field, SelectField):
            found[field.name] = str(field.data or "")
        else:
            found[field.name] = str(cast(Any, field)._value() or "")
    return found
