"""What speaks against a document or a file, said so that the reader knows what to do."""

from collections.abc import Callable

from flask_babel import format_decimal, gettext
from wtforms import Form

from roadmap.domain.facts import EvidenceFact, EvidenceRemovedFact
from roadmap.domain.objections import Objection
from roadmap.web.values_told import Values, day_told, number_told
from roadmap.web.wording import short_day

_KILOBYTE = 1024


def put_beside(form: Form, objections: list[Objection]) -> bool:
    """Shows every objection at its field; whether there were none."""
    for objection in objections:
        field = form[objection.field]
        # "Fill in this field" beside "Enter a date as …" would be a second word for the same thing.
        if not (field.errors and objection.code == "required"):
            field.errors = [*field.errors, objection_words(objection)]
    return not objections


def objection_words(objection: Objection) -> str:
    """The sentence for one objection, in the reader's language."""
    return _WORDS[objection.code](objection.values)


def line_words(fact: EvidenceFact | EvidenceRemovedFact) -> str:
    """What a line of the ledger did, in one sentence that names no file and nobody."""
    if isinstance(fact, EvidenceRemovedFact):
        return gettext("The file of the document in line %(seq)s is removed", seq=fact.evidence_seq)
    day = short_day(fact.document.dated_on)
    if fact.file:
        return gettext("Put into the record with a file: № %(number)s of %(day)s", number=fact.document.number, day=day)
    return gettext("Put into the record: № %(number)s of %(day)s", number=fact.document.number, day=day)


def size_words(size: int) -> str:
    """A number of bytes as people say it."""
    if size >= _KILOBYTE * _KILOBYTE:
        return gettext("%(size)s MB", size=format_decimal(size / _KILOBYTE / _KILOBYTE, "#,##0.#"))
    return gettext("%(size)s KB", size=format_decimal(max(round(size / _KILOBYTE), 1)))


_ABOUT_DOCUMENT: dict[str, Callable[[Values], str]] = {
    "required": lambda _: gettext("Fill in this field"),
    "reason": lambda _: gettext("State the reason"),
    "too_long": lambda v: gettext(
        "The text is too long: %(length)s characters, at most %(limit)s",
        length=number_told(v, "length"),
        limit=number_told(v, "limit"),
    ),
    "bad_character": lambda v: gettext(
        "The text contains a character that is not allowed (line %(line)s, position %(position)s)",
        line=number_told(v, "line"),
        position=number_told(v, "position"),
    ),
    "in_future": lambda v: gettext("The date cannot be later than %(day)s", day=day_told(v)),
    "too_early": lambda v: gettext("The date cannot be earlier than %(day)s", day=day_told(v)),
    "not_offered": lambda _: gettext("Choose from the list"),
    "no_file": lambda _: gettext("There is no file here any more that could be removed"),
}
_ABOUT_FILE: dict[str, Callable[[Values], str]] = {
    "deceptive_name": lambda _: gettext(
        "The file's name contains invisible characters that can make it read otherwise than it is. Rename the file"
    ),
    "unknown_kind": lambda _: gettext("Only these files are kept: PDF, Word (.docx), Excel (.xlsx), PNG and JPG"),
    "not_done": lambda _: gettext(
        "A file belongs to a milestone that is reported done. Choose “Reported done”, or no file"
    ),
    "empty_file": lambda _: gettext("The file is empty"),
    "too_large": lambda v: gettext(
        "The file is too large: %(size)s. At most %(limit)s MB are kept",
        size=size_words(int(str(v["size"]))),
        limit=number_told(v, "limit"),
    ),
    "not_that_kind": lambda v: gettext("The content of the file does not match .%(ending)s", ending=v["ending"]),
    "old_or_locked": lambda _: gettext(
        "The file is in the format of Word or Excel before 2007, or under a password. Save it as .docx, .xlsx or PDF,"
        " without a password"
    ),
    "damaged": lambda v: gettext("The file is damaged: it cannot be read as .%(ending)s", ending=v["ending"]),
    "too_many_pixels": lambda v: gettext(
        "The picture is too large: more than %(limit)s million pixels", limit=number_told(v, "limit")
    ),
    "too_many_entries": lambda v: gettext(
        "The file consists of more than %(limit)s parts", limit=number_told(v, "limit")
    ),
    "unpacks": lambda v: gettext(
        "The file unpacks to more than %(limit)s MB, or to far more than such files do", limit=number_told(v, "limit")
    ),
    "tricks": lambda _: gettext("The file's parts have names or marks that no office program gives them"),
    "nested": lambda _: gettext("The file contains another archive. Put that in by itself, or save the file as PDF"),
    "macros": lambda _: gettext("The file contains macros. Save it without them, or as PDF"),
    "external": lambda _: gettext(
        "The file loads something from another address when it is opened. Remove that, or save the file as PDF"
    ),
    "entities": lambda _: gettext("The file contains definitions that do not belong into it. Save it as PDF"),
}
_WORDS = _ABOUT_DOCUMENT | _ABOUT_FILE
