"""What the form starts from: what is in force, so that only what is new need be typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from roadmap.coordination.forms import ReportForm, as_typed, form_for, milestone_field, reportable
from roadmap.domain.facts import Progress
from roadmap.domain.health import ControlStatus, MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.reporting import lies_beyond
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.store.drafts import Draft
from roadmap.web.fields import day_from


def filled_from(measure: MeasureState, last_seen: int, today: date) -> dict[str, Any]:
    """The fields as the last report left them, but for what was done: that is what the report is for."""
    values: dict[str, Any] = {"effective_on": today, "last_seen": str(last_seen)}
    values |= {milestone_field(state.milestone.id): row_of(state) for state in reportable(measure)}
    if measure.last_report is None:
        return values
    said = measure.last_report.fact
    values |= {"confidence": said.confidence.value}
    values |= _texts("next_step", said.next_step) | _texts("blocker", said.blocker)
    if said.waiting:
        values |= {"waiting_whom": said.waiting.whom, "waiting_since": said.waiting.since}
    return values


def done_last_time(measure: MeasureState) -> dict[str, str]:
    """What was done, in the words of the last report, for whoever only changes two of them."""
    return _texts("done", measure.last_report.fact.done) if measure.last_report else {}


def row_of(state: MilestoneState) -> dict[str, Any]:
    """A milestone's row as it stands in force."""
    said = state.progress.fact if state.progress else None
    forecast = said.forecast_on if said else None
    document = said.document if said else None
    current = said.state.value if said else Progress.NOT_STARTED.value
    if state.control is ControlStatus.RETURNED:
        # A report that is about something else must not answer for what was returned.
        current = ""
    letter = state.extension.fact.letter if state.extension else None
    return {
        "state": current,
        "forecast_on": forecast,
        "forecast_reason": said.forecast_reason if said else "",
        # What was asked once and refused is not asked again by itself.
        "wants_extension": not lies_beyond(forecast, state) or state.extension is not None,
        "letter_number": letter.number if letter else "",
        "letter_on": letter.dated_on if letter else None,
        "accounts": False,
        "occurrence": state.dates.late[0].isoformat() if state.dates.late else "",
        "actual_on": said.actual_on if said else None,
        "document_number": document.number if document else "",
        "document_on": document.dated_on if document else None,
        "document_address": document.address if document else "",
        "document_file": None,
        "file_name": "",
    }


def from_draft(draft: Draft, timezone: str, today: date) -> dict[str, str]:
    """What was typed into a draft. One about the very day it was kept on is about today when it is taken up again."""
    kept_on = draft.saved_at.astimezone(ZoneInfo(timezone)).date()
    if day_from(draft.fields.get("effective_on", "")) != kept_on:
        return draft.fields
    return draft.fields | {"effective_on": today.isoformat()}


def completed(typed: Mapping[str, str], measure: MeasureState) -> dict[str, str]:
    """What was typed, and for milestones that were not in the form when it was opened what is in force."""
    missing = {
        milestone_field(state.milestone.id): row_of(state)
        for state in reportable(measure)
        if f"{milestone_field(state.milestone.id)}-state" not in typed
    }
    if not missing:
        return dict(typed)
    in_force = as_typed(form_for(measure, filled=missing))
    return {name: text for name, text in in_force.items() if name.partition("-")[0] in missing} | dict(typed)


def carried_over(form: ReportForm, before: MeasureState, now: MeasureState) -> dict[str, str]:
    """What was typed into a form opened ``before``, for one that is opened ``now``.

    A row that its author left as it was follows what others have written since; a row that he changed stays his.
    """
    was = {milestone_field(state.milestone.id): state for state in reportable(before)}
    typed = as_typed(form)
    for state in reportable(now):
        name = milestone_field(state.milestone.id)
        if name in was and form[name].data == row_of(was[name]):
            typed = {key: text for key, text in typed.items() if key.partition("-")[0] != name}
    return completed(typed, now)


def _texts(group: str, text: LocalizedText) -> dict[str, str]:
    return {f"{group}_{language}": getattr(text, language) or "" for language in LANGUAGES}
