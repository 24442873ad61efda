"""The words of a digest, in the current language. Every text from the record comes in through ``plain``."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from roadmap.domain.digest import Counts
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Confidence
from roadmap.domain.measures import OpenAsk
from roadmap.domain.plan import Deadline
from roadmap.domain.portfolio import Change, ChangeKind
from roadmap.domain.text import LocalizedText
from roadmap.web.status_words import CONFIDENCE, CONTROL
from roadmap.web.wording import day, deadline_words, short_day

_BLANKS = re.compile(r"\s+")
# Marks that turn the direction of writing round make a line read as something else than it says.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@dataclass(frozen=True, slots=True)
class Words:
    """A text from the record on one line, and its language if that is not the reader's."""

    text: str
    language: str | None = None

    def __str__(self) -> str:
        return self.text


def plain(text: str) -> str:
    """The text on one line, without control characters, so that a title can never pass for a line of the mail."""
    visible = "".join(c for c in _BLANKS.sub(" ", text) if unicodedata.category(c) != "Cc" and c not in _TURNING)
    return visible.strip()


def words(text: LocalizedText, language: str, before: str = "") -> Words:
    """A text for a reader of ``language``, with ``before``, such as a number, in front of it."""
    shown = text.shown(language)
    if shown is None:
        return Words(plain(before))
    return Words(plain(f"{before} {shown.text}"), shown.language if shown.fell_back else None)


def control_word(status: ControlStatus) -> str:
    """The official word for how an item stands."""
    return str(CONTROL[status])


def confidence_word(confidence: Confidence) -> str:
    """The coordinator's judgement of delivery."""
    return str(CONFIDENCE[confidence])


def numbers(counts: Counts) -> str:
    """What the subject says: the numbers that are not zero."""
    found = [
        ngettext("%(num)d overdue", "%(num)d overdue", counts.overdue) if counts.overdue else "",
        ngettext("%(num)d returned", "%(num)d returned", counts.returned) if counts.returned else "",
        # The five is domain.digest.SOON_DAYS.
        ngettext("%(num)d due within 5 working days", "%(num)d due within 5 working days", counts.due)
        if counts.due
        else "",
        ngettext("%(num)d decision needed", "%(num)d decisions needed", counts.decisions) if counts.decisions else "",
    ]
    said = [phrase for phrase in found if phrase]
    if not said and counts.changes:
        said = [ngettext("%(num)d change", "%(num)d changes", counts.changes)]
    return ", ".join(said) or gettext("overview")


def subject(counts: Counts, on: date, *, demonstration: bool) -> str:
    """The subject line; it carries no text from the record."""
    line = gettext("Road map: %(numbers)s (%(day)s)", numbers=numbers(counts), day=short_day(on))
    return gettext("[Demonstration] %(subject)s", subject=line) if demonstration else line


def change_words(change: Change, language: str) -> str:
    """What happened, without the name of the item it happened to."""
    before, after = change.before, change.after
    match change.kind, before, after:
        case ChangeKind.CONTROL, ControlStatus(), ControlStatus():
            return _from_to(control_word(before), control_word(after))
        case ChangeKind.CONFIDENCE, Confidence(), Confidence():
            return _from_to(confidence_word(before), confidence_word(after))
        case ChangeKind.APPROVED_DATE, _, Deadline():
            old = plain(deadline_words(before)) if isinstance(before, Deadline) else ""
            return _date_moved(gettext("approved date"), old, plain(deadline_words(after)))
        case ChangeKind.FORECAST, _, date():
            old = day(before) if isinstance(before, date) else ""
            return _date_moved(gettext("forecast"), old, day(after))
        case ChangeKind.ASKED, _, OpenAsk():
            return gettext("a decision is asked for: “%(what)s”", what=words(after.entry.fact.what, language))
        case ChangeKind.ASK_CLOSED, OpenAsk(), _:
            return gettext("no longer waits for: “%(what)s”", what=words(before.entry.fact.what, language))
    return gettext("a new report")


def _from_to(before: str, after: str) -> str:
    return gettext("%(after)s (before: %(before)s)", after=after, before=before)


def _date_moved(what: str, before: str, after: str) -> str:
    if before:
        return gettext("%(what)s: %(after)s (before: %(before)s)", what=what, after=after, before=before)
    return gettext("%(what)s: %(after)s", what=what, after=after)
