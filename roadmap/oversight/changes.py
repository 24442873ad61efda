"""What changed between two days, as sentences."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from flask_babel import gettext

from roadmap.domain.facts import Confidence, Fact, ReportFact
from roadmap.domain.health import ControlStatus, MilestoneState
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import MeasureState, OpenAsk
from roadmap.domain.plan import Deadline
from roadmap.domain.portfolio import Change, ChangeKind, Portfolio, changes_between
from roadmap.web.locale import words
from roadmap.web.status_words import CONFIDENCE, CONTROL
from roadmap.web.wording import deadline_words, short_day


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One sentence about a change, the day it took effect, and the line that brought it (``None`` if time did)."""

    on: date
    sentence: str
    measure_number: str
    seq: int | None


def changes_told(before: Portfolio, after: Portfolio) -> list[ToldChange]:
    """Everything that is different on the later day, the newest first."""
    told = [
        ToldChange(_day(change, after.day), _sentence(change), change.measure.measure.number, change.seq)
        for change in changes_between(before, after)
    ]
    return sorted(told, key=lambda change: change.on, reverse=True)


def _day(change: Change, otherwise: date) -> date:
    if change.kind is ChangeKind.CONTROL and change.after is ControlStatus.OVERDUE and change.milestone:
        last_day = change.milestone.dates.last_day
        return last_day + timedelta(days=1) if last_day else otherwise
    return next((entry.effective_on for entry in _entries(change) if entry.seq == change.seq), otherwise)


def _entries(change: Change) -> list[Entry[Fact]]:
    """The entries of the ledger that may have brought the change."""
    measure, milestone = change.measure, change.milestone
    subjects: list[Entry[Fact] | None] = [measure.dates.approval, measure.last_report, measure.verdict]
    if milestone:
        subjects += [milestone.progress, milestone.verdict, milestone.dates.approval]
    asks = [ask.entry for ask in measure.asks]
    return [entry for entry in (*subjects, *asks, *measure.answers, *measure.withdrawals) if entry]


def _sentence(change: Change) -> str:
    match change.kind:
        case ChangeKind.CONTROL:
            before, after = cast(ControlStatus, change.before), cast(ControlStatus, change.after)
            return _moved(change, str(CONTROL[before]), str(CONTROL[after]))
        case ChangeKind.CONFIDENCE:
            was, now = cast(Confidence, change.before), cast(Confidence, change.after)
            return _moved(change, str(CONFIDENCE[was]), str(CONFIDENCE[now]))
        case ChangeKind.REPORTED:
            return _reported(change.measure, cast("Entry[ReportFact]", change.after))
        case ChangeKind.APPROVED_DATE:
            return _approved(change, cast("Deadline | None", change.before), cast("Deadline | None", change.after))
        case ChangeKind.FORECAST:
            return _forecast(change, cast("date | None", change.before), cast("date", change.after))
        case ChangeKind.ASKED:
            return _asked(change.measure, cast(OpenAsk, change.after))
        case ChangeKind.ASK_CLOSED:
            return _closed(change.measure, cast(OpenAsk, change.before))


def subject_of(measure: MeasureState, milestone: MilestoneState | None) -> str:
    """The milestone or measure by number and title, as the beginning of a sentence."""
    if milestone:
        return gettext(
            "%(number)s %(title)s", number=milestone.milestone.number, title=words(milestone.milestone.title)
        )
    return gettext("Measure %(number)s", number=measure.measure.number)


def _moved(change: Change, before: str, after: str) -> str:
    subject = subject_of(change.measure, change.milestone)
    return gettext("%(subject)s: %(after)s (was: %(before)s)", subject=subject, before=before, after=after)


def _reported(measure: MeasureState, report: Entry[ReportFact]) -> str:
    confidence = str(CONFIDENCE[report.fact.confidence])
    subject = subject_of(measure, None)
    return gettext("%(subject)s: a new report (%(confidence)s)", subject=subject, confidence=confidence)


def _approved(change: Change, before: Deadline | None, after: Deadline | None) -> str:
    subject = subject_of(change.measure, change.milestone)
    if after is None:
        return gettext("%(subject)s: the approved date is no longer in force", subject=subject)
    day = deadline_words(after)
    if before is None:
        return gettext("%(subject)s: approved date set, %(day)s", subject=subject, day=day)
    was = deadline_words(before)
    return gettext("%(subject)s: approved date moved, %(day)s (was: %(before)s)", subject=subject, day=day, before=was)


def _forecast(change: Change, before: date | None, after: date) -> str:
    subject, day = subject_of(change.measure, change.milestone), short_day(after)
    if before is None:
        return gettext("%(subject)s: forecast %(day)s", subject=subject, day=day)
    was = short_day(before)
    return gettext("%(subject)s: forecast %(day)s (was: %(before)s)", subject=subject, day=day, before=was)


def _asked(measure: MeasureState, ask: OpenAsk) -> str:
    subject, what = subject_of(measure, None), words(ask.entry.fact.what)
    return gettext("%(subject)s: decision needed – %(what)s", subject=subject, what=what)


def _closed(measure: MeasureState, ask: OpenAsk) -> str:
    subject, what = subject_of(measure, None), words(ask.entry.fact.what)
    if any(answer.fact.ask_seq == ask.entry.seq for answer in measure.answers):
        return gettext("%(subject)s: answered – %(what)s", subject=subject, what=what)
    return gettext("%(subject)s: no longer asked – %(what)s", subject=subject, what=what)
