"""The sentences for what stands against a change of the plan, and putting each beside its field."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext

from roadmap.control.planning.fields import Localized
from roadmap.domain.context import Strength
from roadmap.domain.objections import Objection
from roadmap.domain.plan import ExecutorBasis, Holder, Relation
from roadmap.web.wording import short_day

BASES = {
    ExecutorBasis.NAMED: lazy_gettext("the source names it"),
    ExecutorBasis.IMPLIED: lazy_gettext("it follows from the source"),
    ExecutorBasis.ASSUMED: lazy_gettext("we assume it"),
}
HOLDERS = {
    Holder.US: lazy_gettext("our side"),
    Holder.COUNTERPARTY: lazy_gettext("a counterparty"),
}
RELATIONS = {
    Relation.COMPLETES: lazy_gettext("completes the clause"),
    Relation.LEADS_TO: lazy_gettext("leads to the clause"),
    Relation.BEYOND: lazy_gettext("goes beyond the clause"),
}
STRENGTHS = {
    Strength.STATED: lazy_gettext("stated"),
    Strength.INFERRED: lazy_gettext("inferred"),
    Strength.ASSUMED: lazy_gettext("assumed"),
    Strength.CONTRADICTORY: lazy_gettext("contradictory"),
}

_SENTENCES = {
    "required": lazy_gettext("Fill in this field"),
    "one_language": lazy_gettext("Fill in at least one language"),
    "number": lazy_gettext("A number is made of figures with points between them, such as 2 or 2.5"),
    "clause_code": lazy_gettext("A code is made of at most 20 letters and figures, such as 2a"),
    "taken": lazy_gettext("This is in use already. Choose another one"),
    "code_stays": lazy_gettext("In an adopted plan a clause keeps its code, %(code)s"),
    "slug": lazy_gettext("Use small Latin letters, figures and hyphens only, at most %(limit)s characters"),
    "unknown": lazy_gettext("Choose one of the list"),
    "too_long": lazy_gettext("At most %(limit)s characters"),
    "misplaced": lazy_gettext(
        "It contains characters that are not allowed here (line %(line)s, position %(position)s)"
    ),
    "weight": lazy_gettext("Enter a whole number from %(first)s to %(last)s"),
    "counterparty": lazy_gettext("Say who the counterparty is"),
    "no_counterparty": lazy_gettext(
        "Our side holds it, so there is no counterparty. Clear this, or choose a counterparty"
    ),
    "beyond": lazy_gettext(
        "A milestone that lies beyond a clause lies beyond the wording, and only such a one does. Make both agree"
    ),
    "one_lead": lazy_gettext("Exactly one organisation leads. Choose it"),
    "lead_first": lazy_gettext("The organisation that leads stands first"),
    "twice": lazy_gettext("This organisation stands here twice"),
    "year": lazy_gettext("The year must lie between %(first)s and %(last)s"),
    "future": lazy_gettext("The date cannot be later than %(day)s"),
    "before": lazy_gettext("The date cannot be earlier than %(day)s, the day of the last change"),
    "dated": lazy_gettext("Enter a year, a month or a day: 2026, 2026-08 or 2026-08-31"),
    "an_end": lazy_gettext("Choose a measure or describe it in words"),
    "paragraph_number": lazy_gettext("A paragraph's number is made of at most 20 letters and figures"),
    "same_ends": lazy_gettext("A thing cannot wait for itself"),
    "nothing_adopted": lazy_gettext("There is no measure yet that could be adopted"),
    "too_many_rows": lazy_gettext("There are %(limit)s rows already, and no more fit"),
    "nothing_chosen": lazy_gettext("Choose at least one"),
    "measure_first": lazy_gettext("Milestone %(number)s can be adopted only together with its measure"),
}


def words_for(objection: Objection) -> str:
    """The sentence for an objection, in the reader's language."""
    values = {name: short_day(v) if isinstance(v, date) else v for name, v in objection.values.items()}
    return str(_SENTENCES[objection.code]) % values


def put(form: Any, objections: Iterable[Objection]) -> bool:
    """Shows every objection at its field; whether there were none. "title-kk" is a field's part for one language."""
    fine = True
    for objection in objections:
        field = _field(form, objection.field)
        # "Fill in this field" beside "Enter a date as …" would be a second word for the same thing.
        if not (field.errors and objection.code == "required"):
            field.errors = [*field.errors, words_for(objection)]
        fine = False
    return fine


def _field(form: Any, name: str) -> Any:
    if name in form:
        field = form[name]
        return field.form["kk"] if isinstance(field, Localized) else field
    outer, _, inner = name.rpartition("-")
    if outer in form:
        return form[outer].form[inner]
    # A row of a list: "executors-0-organisation", or a language of its note.
    listed, place, *rest = name.split("-")
    return _field(form[listed].entries[int(place)].form, "-".join(rest))


def saved_words(seq: int | None) -> str:
    """What is said when something was saved: an adopted plan has a line for it."""
    return gettext("Recorded as line %(number)s", number=seq) if seq else gettext("Saved")
