"""Strengths, relations and contradictions in words, for sentences; the words of statuses are in ``web``."""

from flask_babel import LazyString, gettext, lazy_gettext

from roadmap.domain.context import Strength
from roadmap.domain.plan import ExecutorBasis, Relation, Roadmap, Stage
from roadmap.web import status_words
from roadmap.web.told_notes import document_words as document_words
from roadmap.web.wording import short_day

STRENGTH: dict[Strength, LazyString] = {
    Strength.STATED: lazy_gettext("Stated in the letter"),
    Strength.INFERRED: lazy_gettext("Follows from the letter"),
    Strength.ASSUMED: lazy_gettext("Assumed"),
    Strength.CONTRADICTORY: lazy_gettext("The letter contradicts itself"),
}
BASIS: dict[ExecutorBasis, LazyString] = {
    ExecutorBasis.NAMED: lazy_gettext("Named in the letter"),
    ExecutorBasis.IMPLIED: lazy_gettext("Implied by the letter"),
    ExecutorBasis.ASSUMED: lazy_gettext("Assumed"),
}
RELATION: dict[Relation, LazyString] = {
    Relation.COMPLETES: lazy_gettext("completes"),
    Relation.LEADS_TO: lazy_gettext("leads to"),
    Relation.BEYOND: lazy_gettext("beyond the wording of"),
}
CONTRADICTION = status_words.CONTRADICTION


def stage_words(roadmap: Roadmap) -> str:
    """How far the road map itself is, with the act that adopted or amended it."""
    if roadmap.stage is Stage.BEING_DEVELOPED:
        return gettext("Being developed (not adopted)")
    act = roadmap.stage_act
    if roadmap.stage is Stage.ADOPTED:
        if act is None:
            return gettext("Adopted")
        return gettext("Adopted, № %(number)s of %(day)s", number=act.number, day=short_day(act.dated_on))
    if act is None:
        return gettext("Amended")
    return gettext("Amended, № %(number)s of %(day)s", number=act.number, day=short_day(act.dated_on))
