"""Sentences about objections, lines and duties, in the reader's language."""

from collections.abc import Callable

from flask_babel import gettext

from roadmap.domain.duties import Asked, Duty
from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import Misplaced
from roadmap.domain.report_objections import Problem
from roadmap.domain.unchanged import Gap, Unsaid
from roadmap.web.fields import misplaced_words
from roadmap.web.values_told import Values, day_told, number_told
from roadmap.web.wording import day


def objection_words(objection: Objection) -> str:
    """What is wrong, and what to do about it."""
    return _WORDS[Problem(objection.code)](objection.values)


_WORDS: dict[Problem, Callable[[Values], str]] = {
    Problem.REQUIRED: lambda _: gettext("Fill in this field"),
    Problem.TOO_LONG: lambda v: gettext(
        "The text is too long: %(length)s characters, at most %(limit)s",
        length=number_told(v, "length"),
        limit=number_told(v, "limit"),
    ),
    Problem.BAD_CHARACTER: lambda v: misplaced_words(Misplaced(int(str(v["line"])), int(str(v["position"])))),
    Problem.IN_FUTURE: lambda v: gettext("The date cannot be later than %(day)s", day=day_told(v)),
    Problem.TOO_EARLY: lambda v: gettext("The date cannot be earlier than %(day)s", day=day_told(v)),
    Problem.TOO_FAR: lambda _: gettext("The date lies too far in the future. Check the year"),
    Problem.IN_PAST: lambda v: gettext("The date cannot be earlier than %(day)s", day=day_told(v)),
    Problem.NEEDS_ASK: lambda _: gettext(
        "State which decision is needed, from whom and by when. Only a report that is on track needs none"
    ),
    Problem.ASK_ON_TRACK: lambda _: gettext(
        "On track means that nothing is needed. Choose another answer above, or clear this field"
    ),
    Problem.NOT_OPEN: lambda _: gettext("This has been answered or withdrawn already"),
    Problem.NOTHING_NEW: lambda _: gettext("Say what is new of a milestone; nothing differs from what is on record"),
    Problem.NEEDS_STATE: lambda _: gettext("Say how the milestone stands now that it was returned"),
    Problem.NEEDS_FORECAST: lambda _: gettext("Enter the forecast date that the reason is about"),
    Problem.NEEDS_REASON: lambda _: gettext("State the reason"),
    Problem.NEEDS_ACTUAL: lambda _: gettext("Enter the day on which it was done"),
    Problem.AFTER_REPORT: lambda v: gettext(
        "The actual date cannot be later than the day the report speaks about, %(day)s", day=day_told(v)
    ),
    Problem.NEEDS_DOCUMENT: lambda _: gettext("To report it done, enter the number of the completion document"),
    Problem.NEEDS_DOCUMENT_DATE: lambda _: gettext("To report it done, enter the date of the completion document"),
    Problem.DOCUMENT_AFTER_DONE: lambda v: gettext(
        "The completion document cannot be dated later than the actual date, %(day)s. It is done when its document is",
        day=day_told(v),
    ),
    Problem.NOT_REPORTED_DONE: lambda _: gettext(
        "Choose “Reported done” if it is finished; otherwise clear the actual date and the document"
    ),
    Problem.CLOSED: lambda _: gettext("This milestone is closed and can no longer be reported on"),
    Problem.UNKNOWN: lambda _: gettext("This milestone does not belong to the measure"),
}


def duty_words(duty: Duty) -> str:
    """What exactly is asked."""
    if duty.asked is Asked.RETURNED:
        reason = duty.state.verdict.fact.reason if duty.state and duty.state.verdict else ""
        if reason:
            return gettext("Returned for rework: %(reason)s", reason=reason)
        return gettext("Returned for rework. Say how it stands now")
    if duty.asked is Asked.OVERDUE and duty.state is None:
        return gettext("The measure's own date has passed. Report how it stands, and what is needed")
    if duty.asked is Asked.FORECAST_PASSED and duty.state:
        passed = day(duty.state.dates.forecast_on)
        return gettext("The forecast date, %(day)s, has passed. Report it done or give a new one", day=passed)
    return _ASKED[duty.asked]()


_ASKED: dict[Asked, Callable[[], str]] = {
    Asked.OVERDUE: lambda: gettext("Overdue. Report it done, or forecast a date and state the reason"),
    Asked.DUE_SOON: lambda: gettext("Due soon. Report it done, or say if it will be late"),
    Asked.REPORT_DUE: lambda: gettext("The report for this month is due"),
    Asked.NOTHING: lambda: "",
    Asked.RETURNED: lambda: gettext("Returned for rework. Say how it stands now"),
    Asked.FORECAST_PASSED: lambda: gettext("The forecast date has passed"),
}


def gap_words(gap: Gap) -> str:
    """What has to be said anew, so that the last report cannot simply be repeated."""
    if gap.state is None:
        return gettext("The decision that was asked for has been given or withdrawn. Say how the measure stands now")
    number = gap.state.milestone.number
    if gap.what is Unsaid.RETURNED:
        return gettext("%(number)s was returned for rework. Say how it stands now", number=number)
    if gap.what is Unsaid.FORECAST_PASSED:
        passed = day(gap.state.dates.forecast_on)
        return gettext("%(number)s: the forecast date, %(day)s, has passed", number=number, day=passed)
    return gettext("%(number)s is overdue, and no forecast date was given", number=number)


def out_of_date() -> str:
    """What is wrong with a form that does not say which line its author has seen."""
    return gettext("The page was out of date. Look at the last report beside the form, then send again")
