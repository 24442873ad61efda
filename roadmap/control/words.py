"""The words for objections and notes, and putting them beside the fields they are about."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext, lazy_gettext
from wtforms import Form

from roadmap.domain.facts import Verdict
from roadmap.domain.measures import Contradiction
from roadmap.domain.objections import Objection
from roadmap.domain.plan import DeadlineKind, TermUnit
from roadmap.web.status_words import CONTRADICTION, VERDICTS_TAKEN
from roadmap.web.wording import short_day

__all__ = [
    "CONTRADICTIONS",
    "KINDS",
    "UNITS",
    "VERDICTS",
    "VERDICTS_TAKEN",
    "put_beside_fields",
    "recorded",
    "words_for",
]

KINDS = {
    DeadlineKind.DAY: lazy_gettext("Day"),
    DeadlineKind.MONTH: lazy_gettext("Month"),
    DeadlineKind.QUARTER: lazy_gettext("Quarter"),
    DeadlineKind.HALF_YEAR: lazy_gettext("Half-year"),
    DeadlineKind.YEAR: lazy_gettext("Year"),
    DeadlineKind.RANGE: lazy_gettext("Range of years"),
    DeadlineKind.TERM: lazy_gettext("Term from the date of approval"),
    DeadlineKind.WEEKLY: lazy_gettext("Weekly"),
    DeadlineKind.MONTHLY: lazy_gettext("Monthly"),
    DeadlineKind.QUARTERLY: lazy_gettext("Quarterly"),
    DeadlineKind.HALF_YEARLY: lazy_gettext("Half-yearly"),
    DeadlineKind.YEARLY: lazy_gettext("Yearly"),
    DeadlineKind.PERMANENT: lazy_gettext("Permanent"),
}
UNITS = {TermUnit.DAYS: lazy_gettext("calendar days"), TermUnit.MONTHS: lazy_gettext("months")}
VERDICTS = {
    Verdict.CONFIRMED: lazy_gettext("Confirm"),
    Verdict.RETURNED: lazy_gettext("Return for rework"),
    Verdict.REMOVED: lazy_gettext("Remove from control"),
    Verdict.EXCLUDED: lazy_gettext("Exclude"),
    Verdict.RESUMED: lazy_gettext("Resume control"),
}

CONTRADICTIONS = {
    Contradiction.ON_TRACK_BUT_OVERDUE: (
        CONTRADICTION[Contradiction.ON_TRACK_BUT_OVERDUE],
        lazy_gettext("Ask for a new report: how it stands, and what is needed. The date moves only by a decision."),
    ),
    Contradiction.SAME_TEXT_AGAIN: (
        CONTRADICTION[Contradiction.SAME_TEXT_AGAIN],
        lazy_gettext("Ask what has been done since, and whose answer is awaited."),
    ),
    Contradiction.SILENT: (
        CONTRADICTION[Contradiction.SILENT],
        lazy_gettext("Remind whoever reports on it, or name somebody else."),
    ),
    Contradiction.FORECAST_PASSED: (
        CONTRADICTION[Contradiction.FORECAST_PASSED],
        lazy_gettext("Ask whether it is done; if not, for a new forecast and its reason."),
    ),
}
"""What does not fit together, and what the controlling side can do about it."""


def words_for(objection: Objection) -> str:
    """The sentence for an objection, in the reader's language."""
    values = {name: short_day(v) if isinstance(v, date) else v for name, v in objection.values.items()}
    return str(_sentence(objection.code)) % values


def _sentence(code: str) -> str:
    sentences = {
        "required": lazy_gettext("Fill in this field"),
        "reason": lazy_gettext("State the reason"),
        "year": lazy_gettext("The year must lie between %(first)s and %(last)s"),
        "future": lazy_gettext("The date cannot be later than %(day)s"),
        "before": lazy_gettext(
            "The date cannot be earlier than %(day)s: what is in force holds from then, and this would change nothing"
        ),
        "too_long": lazy_gettext("At most %(limit)s characters"),
        "same_date": lazy_gettext("This date is already in force. Choose another one, or leave the decision empty"),
        "day_off": lazy_gettext("%(day)s is a non-working day. The next working day: %(next)s"),
        "between": lazy_gettext("Enter a number from %(first)s to %(last)s"),
        "before_year": lazy_gettext("The first year must be earlier than %(year)s"),
        "term_ends": lazy_gettext("The term ends on %(day)s"),
        "term_open": lazy_gettext("The date of the act is not known yet, so the term has no date"),
        "next_due": lazy_gettext("The first occurrence falls on %(day)s"),
        "not_later": lazy_gettext("An extension ends later than the approved date, %(day)s"),
        "nobody": lazy_gettext("Choose a post or a person"),
        "one_post": lazy_gettext("Choose a post from the list or add a new one, not both"),
        "not_reported_done": lazy_gettext("It is not reported done, so it can be neither confirmed nor returned"),
        "through_milestones": lazy_gettext("A measure is confirmed or returned through its milestones"),
        "same_person": lazy_gettext("You reported this yourself; somebody else confirms it"),
        "already_off_control": lazy_gettext("It is off control already"),
        "not_closed": lazy_gettext("It is under control already"),
        "not_open": lazy_gettext("This has been answered or withdrawn already"),
        "in_table": lazy_gettext("This day is in the table already. Change it there"),
    }
    return sentences[code]


def put_beside_fields(form: Form, objections: Iterable[Objection]) -> bool:
    """Shows every objection at its field; whether there were none."""
    fine = True
    for objection in objections:
        field = form[objection.field]
        said = words_for(objection)
        # "Fill in this field" beside "Enter a date as …" would be a second word for the same thing.
        if not (field.errors and objection.code == "required"):
            field.errors = [*field.errors, said]
        fine = False
    return fine


def recorded(seq: int) -> str:
    """What is said when a decision has been written down."""
    return gettext("Recorded as line %(number)s", number=seq)
