"""What is said against a correction, in the reader's language."""

from datetime import date

from flask_babel import LazyString, gettext, lazy_gettext

from roadmap.domain.corrections import Wrong
from roadmap.domain.days import FIRST_YEAR, LAST_YEAR
from roadmap.domain.objections import Objection
from roadmap.web.wording import short_day

_WORDS: dict[Wrong, LazyString] = {
    Wrong.CORRECTED_ALREADY: lazy_gettext("This line has been corrected already by line %(number)s. Correct that one"),
    Wrong.SETTLED: lazy_gettext(
        "Line %(number)s decided what is asked for here, so this line stays as it is. Write a further one instead"
    ),
    Wrong.NOT_BY_FORM: lazy_gettext("This line cannot be corrected here"),
    Wrong.NOTHING_CHANGED: lazy_gettext("Nothing was changed. Say what is right, or leave something out"),
    Wrong.REQUIRED: lazy_gettext("Fill in this field"),
    Wrong.REASON: lazy_gettext("State the reason"),
    Wrong.YEAR: lazy_gettext("The year must lie between %(first)s and %(last)s"),
    Wrong.FUTURE: lazy_gettext("The date cannot be later than %(day)s"),
    Wrong.TOO_EARLY: lazy_gettext("The date cannot be earlier than %(day)s"),
    Wrong.TOO_FAR: lazy_gettext("The date lies too far in the future. Check the year"),
    Wrong.NEEDS_FORECAST: lazy_gettext("Enter the forecast date that the reason is about"),
    Wrong.NEEDS_ACTUAL: lazy_gettext("Enter the day on which it was done"),
    Wrong.NEEDS_DOCUMENT: lazy_gettext("To report it done, enter the number of the completion document"),
    Wrong.NEEDS_DOCUMENT_DATE: lazy_gettext("To report it done, enter the date of the completion document"),
    Wrong.AFTER_REPORT: lazy_gettext(
        "The actual date cannot be later than the day the report speaks about, %(day)s",
    ),
    Wrong.DOCUMENT_AFTER_DONE: lazy_gettext(
        "The completion document cannot be dated later than the actual date, %(day)s. It is done when its document is"
    ),
    Wrong.NOT_REPORTED_DONE: lazy_gettext(
        "Choose “Reported done” if it is finished; otherwise clear the actual date and the document"
    ),
    Wrong.NOBODY: lazy_gettext("Choose a post or a person"),
    Wrong.NOT_REPORTED: lazy_gettext("It is not reported done, so it can be neither confirmed nor returned"),
    Wrong.THROUGH_MILESTONES: lazy_gettext("A measure is confirmed or returned through its milestones"),
    Wrong.ALREADY_OFF_CONTROL: lazy_gettext("It is off control already"),
    Wrong.NOT_CLOSED: lazy_gettext("It is under control already"),
    Wrong.SAME_PERSON: lazy_gettext("You reported this yourself; somebody else confirms it"),
    Wrong.CONFIRMED_BY_YOU: lazy_gettext("You confirmed this yourself; somebody else corrects the report"),
    Wrong.HAS_FILE: lazy_gettext("Its file is in the record. Decide first that the file be removed"),
    Wrong.STAYS_ADOPTED: lazy_gettext("A road map stays adopted. Say which act is the right one"),
    Wrong.AMENDED_SINCE: lazy_gettext("The plan was amended on %(day)s, so it was adopted by then"),
    Wrong.BEFORE_ADOPTION: lazy_gettext("The plan was adopted on %(day)s and cannot have been amended before"),
    Wrong.NUMBER_TAKEN: lazy_gettext("The number that would come back is another part's by now. Change that one first"),
    Wrong.CLOSED: lazy_gettext("This milestone is closed and can no longer be reported on"),
}


def words_against(objection: Objection) -> str:
    """The sentence for an objection to a correction."""
    given = {**objection.values, "first": FIRST_YEAR, "last": LAST_YEAR}
    values = {name: short_day(value) if isinstance(value, date) else value for name, value in given.items()}
    return str(_WORDS[Wrong(objection.code)]) % values


def too_long(limit: int) -> str:
    """What is said about a text that is too long."""
    return gettext("At most %(limit)s characters", limit=limit)
