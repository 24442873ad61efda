"""What changed between two days, as sentences."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from roadmap.domain.changes import Change, ChangeKind, changes_between
from roadmap.domain.days import day_after
from roadmap.domain.facts import AdoptionFact, Confidence, CorrectionFact, Fact, RefusalFact, ReportFact
from roadmap.domain.health import ControlStatus, MilestoneState
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import MeasureState, OpenAsk
from roadmap.domain.plan import Deadline
from roadmap.domain.portfolio import Portfolio
from roadmap.web.locale import words
from roadmap.web.status_words import CONFIDENCE, CONTROL
from roadmap.web.told_notes import document_words
from roadmap.web.wording import deadline_words, short_day


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One sentence about a change, the day it took effect, and the line that brought it (``None`` if time did).

    Without a measure it is about the road map itself.
    """

    on: date
    sentence: str
    measure_number: str | None
    seq: int | None


def changes_told(before: Portfolio, after: Portfolio) -> list[ToldChange]:
    """Everything that is different on the later day, the newest first."""
    told = [
        ToldChange(
            _day(change, after.day),
            _sentence(change),
            change.measure.measure.number if change.measure else None,
            change.seq,
        )
        for change in changes_between(before, after)
    ]
    return sorted(told, key=lambda change: change.on, reverse=True)


def _day(change: Change, otherwise: date) -> date:
    if isinstance(change.after, Entry):
        return change.after.effective_on
    if change.kind is ChangeKind.CONTROL and change.after is ControlStatus.OVERDUE and change.milestone:
        last_day = change.milestone.dates.last_day
        return day_after(last_day) if last_day else otherwise
    return next((entry.effective_on for entry in _entries(change) if entry.seq == change.seq), otherwise)


def _entries(change: Change) -> list[Entry[Fact]]:
    """The entries of the ledger that may have brought the change."""
    measure, milestone = change.measure, change.milestone
    subjects: list[Entry[Fact] | None] = []
    if measure:
        subjects += [measure.dates.approval, measure.last_report, measure.verdict]
        subjects += [ask.entry for ask in measure.asks]
        subjects += [*measure.answers, *measure.withdrawals]
    if milestone:
        subjects += [milestone.progress, milestone.verdict, milestone.dates.approval]
    return [entry for entry in subjects if entry]


def _sentence(change: Change) -> str:
    subject, before, after = subject_of(change.measure, change.milestone), change.before, change.after
    match change.kind, before, after:
        case ChangeKind.CONTROL, ControlStatus(), ControlStatus():
            return _moved(subject, str(CONTROL[before]), str(CONTROL[after]))
        case ChangeKind.CONFIDENCE, Confidence(), Confidence():
            return _moved(subject, str(CONFIDENCE[before]), str(CONFIDENCE[after]))
        case ChangeKind.APPROVED_DATE, _, _:
            return _approved(subject, before, after)
        case ChangeKind.REWORDED, _, Deadline():
            day = deadline_words(after)
            return gettext("%(subject)s: the approved date in other words, %(day)s", subject=subject, day=day)
        case ChangeKind.FORECAST, _, date():
            return _forecast(subject, before, after)
        case ChangeKind.ASKED, _, OpenAsk():
            what = words(after.entry.fact.what)
            return gettext("%(subject)s: decision needed – %(what)s", subject=subject, what=what)
        case ChangeKind.ASK_CLOSED, OpenAsk(), _:
            return _closed(subject, change.measure, before)
        case _, _, Entry(fact=fact):
            return _said(subject, fact)
    raise ValueError(f"not a change that can be told: {change}")


def subject_of(measure: MeasureState | None, milestone: MilestoneState | None) -> str:
    """The milestone, measure or road map by number and title, as the beginning of a sentence."""
    if milestone:
        return gettext(
            "%(number)s %(title)s", number=milestone.milestone.number, title=words(milestone.milestone.title)
        )
    return gettext("Measure %(number)s", number=measure.measure.number) if measure else gettext("Road map")


def _moved(subject: str, before: str, after: str) -> str:
    return gettext("%(subject)s: %(after)s (was: %(before)s)", subject=subject, before=before, after=after)


def _said(subject: str, fact: Fact) -> str:
    match fact:
        case ReportFact():
            confidence = str(CONFIDENCE[fact.confidence])
            return gettext("%(subject)s: a new report (%(confidence)s)", subject=subject, confidence=confidence)
        case RefusalFact():
            return gettext("%(subject)s: the extension was refused", subject=subject)
        case CorrectionFact():
            return gettext("%(subject)s: line %(seq)s was corrected", subject=subject, seq=fact.line)
        case AdoptionFact():
            return gettext("%(subject)s: adopted, %(act)s", subject=subject, act=document_words(fact.act))
    return gettext("%(subject)s: the plan was amended", subject=subject)


def _approved(subject: str, before: object, after: object) -> str:
    if not isinstance(after, Deadline):
        return gettext("%(subject)s: the approved date is no longer in force", subject=subject)
    day = deadline_words(after)
    if not isinstance(before, Deadline):
        return gettext("%(subject)s: approved date set, %(day)s", subject=subject, day=day)
    was = deadline_words(before)
    return gettext("%(subject)s: approved date moved, %(day)s (was: %(before)s)", subject=subject, day=day, before=was)


def _forecast(subject: str, before: object, after: date) -> str:
    day = short_day(after)
    if not isinstance(before, date):
        return gettext("%(subject)s: forecast %(day)s", subject=subject, day=day)
    was = short_day(before)
    return gettext("%(subject)s: forecast %(day)s (was: %(before)s)", subject=subject, day=day, before=was)


def _closed(subject: str, measure: MeasureState | None, ask: OpenAsk) -> str:
    what, answers = words(ask.entry.fact.what), measure.answers if measure else ()
    if any(answer.fact.ask_seq == ask.entry.seq for answer in answers):
        return gettext("%(subject)s: answered – %(what)s", subject=subject, what=what)
    return gettext("%(subject)s: no longer asked – %(what)s", subject=subject, what=what)
