"""The rows of the one-page brief: an ask, an item that is late or due, a measure, a change."""

from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from roadmap.documents.letters import printable
from roadmap.documents.marks import confidence_mark, control_mark
from roadmap.domain.due import DueRow
from roadmap.domain.health import ControlStatus, Dates, MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Responsible
from roadmap.domain.portfolio import AskedOf
from roadmap.domain.text import LocalizedText
from roadmap.web.changes_told import ToldChange
from roadmap.web.locale import shown, words
from roadmap.web.sentences import first_sentence
from roadmap.web.status_words import CONTRADICTION
from roadmap.web.wording import days_left, deadline_short, moves_words, short_day, slip_words

Row = dict[str, Any]
_NUMBER, _TITLE, _QUESTION, _WHO, _SENTENCE = 16, 110, 220, 90, 170


def ask_row(asked: AskedOf) -> Row:
    """What is to be decided, by whom, by when, and since when that is asked."""
    fact, ask = asked.ask.entry.fact, asked.ask
    by = short_day(fact.by)
    since = gettext("asked today")
    if ask.age_days:
        since = ngettext("asked %(num)d day ago", "asked %(num)d days ago", ask.age_days)
    return {
        "number": printable(asked.measure.measure.number, _NUMBER),
        "late": ask.overdue,
        "what": _spoken(fact.what, _QUESTION),
        "whom": printable(fact.whom, _WHO),
        "by": gettext("was needed by %(day)s", day=by) if ask.overdue else gettext("by %(day)s", day=by),
        "since": since,
    }


def due_row(row: DueRow, names: bool) -> Row:
    """What is late or soon due, and who answers for it."""
    left = row.dates.working_days_left
    return {
        "number": printable(row.number, _NUMBER),
        "title": printable(words(row.title), _TITLE),
        "who": answers_for(row.responsible, names) or gettext("Not assigned"),
        "on": printable(deadline_short(row.dates.approved), _WHO),
        "left": days_left(left) if left is not None else "",
        "late": left is not None and left < 0,
        "moved": _moved(row.dates),
        "returned": row.control is ControlStatus.RETURNED,
        "mark": control_mark(row.control),
    }


def measure_row(state: MeasureState, on: date, names: bool) -> Row:
    """A measure in one block."""
    lead = state.measure.lead
    body = words(lead.organisation.short) or words(lead.organisation.name) if lead else ""
    return {
        "number": printable(state.measure.number, _NUMBER),
        "title": printable(words(state.measure.title), _TITLE),
        "marks": [control_mark(state.control), confidence_mark(state.confidence)],
        "figures": _figures(state),
        "next": _next(state.next_milestone),
        "waiting": _waiting(state, on),
        "word": _last_word(state),
        "who": answers_for(state.responsible, names) or printable(body, _WHO) or gettext("Not assigned"),
        "doubts": [str(CONTRADICTION[each]) for each in state.contradictions],
    }


def change_row(change: ToldChange) -> Row:
    """A change and the day it took effect."""
    return {"on": short_day(change.on), "sentence": printable(change.sentence, _SENTENCE)}


def answers_for(responsible: Responsible, names: bool) -> str:
    """The post and, with ``names``, the person who holds it; empty if there is neither."""
    person = responsible.person
    post = responsible.post or (person.post if person else None)
    title = words(post.title) if post else ""
    name = str(person.name) if person and names else ""
    if name and responsible.acting:
        name = gettext("%(name)s (acting)", name=name)
    if title and name:
        return printable(gettext("%(post)s · %(name)s", post=title, name=name), _WHO)
    return printable(title or name, _WHO)


def _figures(state: MeasureState) -> list[str]:
    clauses, gauge, beyond = len(state.clauses), state.gauge, state.beyond
    found = [
        ngettext(
            "%(done)s of %(num)d clause complete",
            "%(done)s of %(num)d clauses complete",
            clauses,
            done=state.clauses_complete,
        ),
        ngettext(
            "%(done)s of %(num)d milestone confirmed",
            "%(done)s of %(num)d milestones confirmed",
            gauge.total,
            done=gauge.confirmed,
        ),
    ]
    if beyond.total:
        found.append(gettext("Beyond the wording: %(done)s of %(total)s", done=beyond.confirmed, total=beyond.total))
    return found


def _next(step: MilestoneState | None) -> Row:
    if step is None:
        return {"title": gettext("No open milestone"), "facts": []}
    title = gettext(
        "Next: %(number)s %(title)s",
        number=printable(step.milestone.number, _NUMBER),
        title=printable(words(step.milestone.title), _TITLE),
    )
    dates = step.dates
    facts = [printable(deadline_short(dates.approved), _WHO) if dates.approved else gettext("Date not set")]
    if dates.working_days_left is not None:
        facts.append(days_left(dates.working_days_left))
    if dates.forecast_on:
        facts.append(gettext("Forecast %(day)s", day=short_day(dates.forecast_on)))
    return {"title": title, "facts": [*facts, *_moved(dates)]}


def _moved(dates: Dates) -> list[str]:
    return [said for said in (slip_words(dates.slip), moves_words(dates)) if said]


def _waiting(state: MeasureState, on: date) -> str:
    waiting = state.last_report.fact.waiting if state.last_report else None
    if waiting is None:
        return ""
    days = (on - waiting.since).days
    whom = printable(waiting.whom, _WHO)
    return ngettext("Waiting for %(whom)s for %(num)d day", "Waiting for %(whom)s for %(num)d days", days, whom=whom)


def _last_word(state: MeasureState) -> Row:
    report = state.last_report
    if report is None:
        return {"text": "", "language": "", "on": gettext("No report yet")}
    sentence, on = first_sentence(report.fact.done), short_day(report.effective_on)
    if sentence is None:
        return {"text": "", "language": "", "on": gettext("Reported on %(day)s", day=on)}
    return {"text": printable(sentence.text, _SENTENCE), "language": sentence.language, "on": on}


def _spoken(text: LocalizedText, longest: int) -> Row:
    """A text with the language it is in, which need not be the sheet's."""
    found = shown(text)
    return (
        {"text": printable(found.text, longest), "language": found.language} if found else {"text": "", "language": ""}
    )
