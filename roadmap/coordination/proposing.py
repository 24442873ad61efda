"""From the form to the report it proposes, and from the objections back to the fields they are about."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from wtforms import Field

from roadmap.coordination.asked_posts import asked_post
from roadmap.coordination.forms import ReportForm, milestone_row, reportable, withdrawal_row
from roadmap.coordination.words import objection_words
from roadmap.domain.facts import Confidence, Progress
from roadmap.domain.given import GivenPart
from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.reporting import (
    ProposedAsk,
    ProposedExtension,
    ProposedMilestone,
    ProposedReport,
    ProposedWaiting,
    ProposedWithdrawal,
)
from roadmap.domain.text import LANGUAGES, NO_TEXT, LocalizedText
from roadmap.web.fields import day_from
from roadmap.web.locale import language
from roadmap.web.posts import post_words

E = TypeVar("E", bound=StrEnum)


def proposed_in(form: ReportForm, measure: MeasureState) -> ProposedReport:
    """The report that stands in the form."""
    rows = tuple(_milestone(form, state.milestone.id) for state in reportable(measure))
    if isinstance(measure, GivenPart):
        return ProposedReport(None, NO_TEXT, form.effective_on.data, milestones=rows, of_given=True)
    return ProposedReport(
        confidence=_one_of(Confidence, form.confidence.data),
        done=_localized(form, "done"),
        effective_on=form.effective_on.data,
        next_step=_localized(form, "next_step"),
        blocker=_localized(form, "blocker"),
        ask=_ask(form),
        withdrawals=tuple(_withdrawals(form, measure)),
        waiting=_waiting(form),
        milestones=rows,
        extension=_extension(form),
        occurrence=day_from(form.occurrence.data or ""),
    )


def _one_of(kind: type[E], typed: str | None) -> E | None:
    return kind(typed) if typed in set(kind) else None


def _localized(form: ReportForm, group: str) -> LocalizedText:
    return LocalizedText(**{code: form[f"{group}_{code}"].data or None for code in LANGUAGES})


def _ask(form: ReportForm) -> ProposedAsk | None:
    what, by, post = _localized(form, "ask_what"), form.ask_by, asked_post(form.ask_post.data)
    whom = form.ask_whom.data or (post_words(post) if post else "")
    if not (what or whom or by.data or by.typed):
        return None
    return ProposedAsk(what, whom, by.data, post.id if post else None)


def _withdrawals(form: ReportForm, measure: MeasureState) -> Iterable[ProposedWithdrawal]:
    for ask in measure.asks:
        row = withdrawal_row(form, ask.entry.seq)
        if row.withdraw.data:
            yield ProposedWithdrawal(ask.entry.seq, row.reason.data or "")


def _waiting(form: ReportForm) -> ProposedWaiting | None:
    whom, since = form.waiting_whom.data or "", form.waiting_since
    return ProposedWaiting(whom, since.data) if whom or since.data or since.typed else None


def _extension(form: ReportForm) -> ProposedExtension | None:
    to, letter_on = form.extension_to, form.extension_letter_on
    reason, number = form.extension_reason.data or "", form.extension_letter_number.data or ""
    if not (to.data or to.typed or reason or number or letter_on.data or letter_on.typed):
        return None
    return ProposedExtension(to.data, reason, number, letter_on.data)


def _milestone(form: ReportForm, milestone_id: int) -> ProposedMilestone:
    row = milestone_row(form, milestone_id)
    return ProposedMilestone(
        milestone_id=milestone_id,
        state=_one_of(Progress, row.state.data),
        forecast_on=row.forecast_on.data,
        forecast_reason=row.forecast_reason.data or "",
        actual_on=row.actual_on.data,
        document_number=row.document_number.data or "",
        document_on=row.document_on.data,
        wants_extension=row.wants_extension.data,
        letter_number=row.letter_number.data or "",
        letter_on=row.letter_on.data,
        accounts=row.accounts.data,
        document_address=row.document_address.data or "",
        occurrence=day_from(row.occurrence.data or ""),
    )


def show_objections(form: ReportForm, objections: Iterable[Objection]) -> None:
    """Puts each objection beside its field, unless what was typed there could not even be read."""
    unreadable = {id(field) for field in _all_fields(form, objections) if field.errors}
    for objection in objections:
        field = field_of(form, objection.field)
        if id(field) not in unreadable:
            field.errors = [*field.errors, objection_words(objection)]


def _all_fields(form: ReportForm, objections: Iterable[Objection]) -> list[Field]:
    return [field_of(form, objection.field) for objection in objections]


def field_of(form: ReportForm, path: str) -> Field:
    """The field that an objection's path names; of a text in no language yet, the field in the reader's language."""
    group, *rest = path.split(".")
    if group == "milestones":
        return milestone_row(form, int(rest[0]))[rest[1]]
    if group == "withdrawals":
        return withdrawal_row(form, int(rest[0]))[rest[1]]
    name = "_".join((group, *rest))
    return form[name] if name in form else form[f"{name}_{language()}"]
