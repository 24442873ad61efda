"""The words of a digest, in the current language. Every text from the record comes in through ``plain``."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, lazy_gettext, ngettext

from roadmap.domain.changes import Change, ChangeKind
from roadmap.domain.digest import Counts, Digest
from roadmap.domain.facts import Confidence
from roadmap.domain.health import ControlStatus
from roadmap.domain.measures import OpenAsk
from roadmap.domain.plan import Deadline
from roadmap.domain.text import LocalizedText
from roadmap.web.status_words import CONFIDENCE, CONTROL
from roadmap.web.wording import day, deadline_words, short_day

_BLANKS = re.compile(r"\s+")
# Control characters, halves of characters, and marks that nobody sees: some turn the direction of writing round, so
# that a line reads as something else than it says.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
# Official wordings of measures are long; no title of a road map has more.
LONGEST = 400
# More than these no list of mails shows; the most urgent come first.
NUMBERS_SAID = 4


@dataclass(frozen=True, slots=True)
class Words:
    """A text from the record on one line, and its language if that is not the reader's."""

    text: str
    language: str | None = None

    def __str__(self) -> str:
        return self.text


def plain(text: str, longest: int = LONGEST) -> str:
    """The text on one line, without control characters, so that a title can never pass for a line of the mail.

    What is longer than a line of a mail can be is cut at a word; the page has the whole of it.
    """
    # Twice the length is enough to cut from, whatever is taken out of it.
    visible = "".join(c for c in _BLANKS.sub(" ", text[: 2 * longest]) if _visible(c)).strip()
    if len(visible) <= longest and len(text) <= 2 * longest:
        return visible
    return visible[:longest].rsplit(" ", 1)[0] + "…"


def _visible(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) not in _HIDDEN


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
    # The five is domain.digest.SOON_DAYS.
    found = (
        ngettext("%(num)d escalated to you", "%(num)d escalated to you", counts.escalated) if counts.escalated else "",
        ngettext("%(num)d overdue", "%(num)d overdue", counts.overdue) if counts.overdue else "",
        ngettext("%(num)d returned", "%(num)d returned", counts.returned) if counts.returned else "",
        ngettext("%(num)d due within 5 working days", "%(num)d due within 5 working days", counts.due)
        if counts.due
        else "",
        ngettext("%(num)d decision needed", "%(num)d decisions needed", counts.decisions) if counts.decisions else "",
        ngettext("%(num)d waiting for confirmation", "%(num)d waiting for confirmation", counts.to_confirm)
        if counts.to_confirm
        else "",
        ngettext("%(num)d forecast passed", "%(num)d forecasts passed", counts.forecast_passed)
        if counts.forecast_passed
        else "",
        ngettext("%(num)d measure without a recent report", "%(num)d measures without a recent report", counts.stale)
        if counts.stale
        else "",
    )
    said = [phrase for phrase in found if phrase]
    if not said and counts.changes:
        said = [ngettext("%(num)d change", "%(num)d changes", counts.changes)]
    return ", ".join(said[:NUMBERS_SAID]) or gettext("overview")


def subject(digest: Digest) -> str:
    """The subject line; it carries no text from the record."""
    said = gettext("all is quiet") if digest.quiet else numbers(digest.counts)
    line = gettext("Road map: %(numbers)s (%(day)s)", numbers=said, day=short_day(digest.on))
    return gettext("[Demonstration] %(subject)s", subject=line) if digest.demonstration else line


_SHORTLY = {
    ChangeKind.REPORTED: lazy_gettext("a new report"),
    ChangeKind.EXTENSION_REFUSED: lazy_gettext("the extension was refused"),
    ChangeKind.CORRECTED: lazy_gettext("a line of the record was corrected"),
    ChangeKind.AMENDED: lazy_gettext("the plan was amended"),
    ChangeKind.ADOPTED: lazy_gettext("adopted"),
}


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
        case ChangeKind.REWORDED, _, Deadline():
            return gettext("the approved date in other words: %(date)s", date=plain(deadline_words(after)))
        case ChangeKind.FORECAST, _, date():
            old = day(before) if isinstance(before, date) else ""
            return _date_moved(gettext("forecast"), old, day(after))
        case ChangeKind.ASKED, _, OpenAsk():
            return gettext("a decision is asked for: “%(what)s”", what=words(after.entry.fact.what, language))
        case ChangeKind.ASK_CLOSED, OpenAsk(), _:
            return gettext("no longer waits for: “%(what)s”", what=words(before.entry.fact.what, language))
    return str(_SHORTLY.get(change.kind, _SHORTLY[ChangeKind.REPORTED]))


def _from_to(before: str, after: str) -> str:
    return gettext("%(after)s (before: %(before)s)", after=after, before=before)


def _date_moved(what: str, before: str, after: str) -> str:
    if before:
        return gettext("%(what)s: %(after)s (before: %(before)s)", what=what, after=after, before=before)
    return gettext("%(what)s: %(after)s", what=what, after=after)
