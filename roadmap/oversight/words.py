"""Strengths, relations and contradictions in words, for sentences; the words of statuses are in ``web``."""

from flask_babel import LazyString, lazy_gettext

from roadmap.domain.context import Strength
from roadmap.domain.plan import ExecutorBasis, Relation
from roadmap.web import status_words
from roadmap.web.stage_words import stage_words as stage_words
from roadmap.web.told_notes import document_words as document_words

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
