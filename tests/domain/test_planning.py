"""What a controller may write into a plan, and how a change of it is written down."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.objections import Objection
from roadmap.domain.plan import ClauseLink, ExecutorBasis, Holder, Relation
from roadmap.domain.plan_changes import ProposedAmendment, canonical, changes_between, objections_to_amendment
from roadmap.domain.planning import (
    ProposedExecutor,
    ProposedMilestone,
    next_clause_code,
    next_number,
    objections_to_executors,
    objections_to_milestone,
    objections_to_slug,
)
from roadmap.domain.text import LocalizedText

STEP = ProposedMilestone("1.1", LocalizedText(en="Step"))
TODAY = date(2026, 11, 23)


def codes(found: list[Objection]) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in found]


def test_a_milestone_needs_a_number_a_title_and_a_weight() -> None:
    empty = ProposedMilestone("", LocalizedText(), weight=None)
    assert codes(objections_to_milestone(empty, (), ())) == [
        ("number", "required"),
        ("title", "one_language"),
        ("weight", "weight"),
    ]
    assert objections_to_milestone(STEP, (), ()) == []


@pytest.mark.parametrize("number", ["1", "1.2", "12.3.4.5", "0001"])
def test_a_number_is_figures_with_points_between(number: str) -> None:
    assert objections_to_milestone(replace(STEP, number=number), (), ()) == []


@pytest.mark.parametrize("number", ["1.", ".1", "1..2", "a", "１", "1.2.3.4.5", "12345", "1 2", "-1"])
def test_anything_else_is_no_number(number: str) -> None:
    assert codes(objections_to_milestone(replace(STEP, number=number), (), ())) == [("number", "number")]


def test_beyond_the_wording_and_beyond_its_clauses_say_the_same() -> None:
    beyond = ClauseLink("1a", Relation.BEYOND)
    completes = ClauseLink("1b", Relation.COMPLETES)
    known = ("1a", "1b")
    assert objections_to_milestone(replace(STEP, beyond_wording=True, links=(beyond,)), (), known) == []
    for wrong in (
        replace(STEP, links=(beyond,)),
        replace(STEP, beyond_wording=True, links=(completes,)),
        replace(STEP, beyond_wording=True, links=(beyond, completes)),
    ):
        assert codes(objections_to_milestone(wrong, (), known)) == [("beyond_wording", "beyond")]


def test_a_counterparty_is_named_when_and_only_when_it_holds_the_ball() -> None:
    named = LocalizedText(en="Ministry of Labour of Korea")
    assert codes(objections_to_milestone(replace(STEP, holder=Holder.COUNTERPARTY), (), ())) == [
        ("counterparty", "counterparty")
    ]
    assert codes(objections_to_milestone(replace(STEP, counterparty=named), (), ())) == [
        ("counterparty", "no_counterparty")
    ]


def test_exactly_one_organisation_leads_and_stands_first() -> None:
    lead = ProposedExecutor("ML", True, ExecutorBasis.NAMED)
    other = ProposedExecutor("MF", False, ExecutorBasis.ASSUMED)
    known = {"ML", "MF"}
    assert objections_to_executors([], known) == []
    assert objections_to_executors([lead, other], known) == []
    assert codes(objections_to_executors([other], known)) == [("lead", "one_lead")]
    assert codes(objections_to_executors([lead, replace(other, is_lead=True)], known)) == [("lead", "one_lead")]
    assert codes(objections_to_executors([other, lead], known)) == [("lead", "lead_first")]
    assert codes(objections_to_executors([lead, replace(lead, is_lead=False)], known)) == [
        ("executors-1-organisation", "twice")
    ]


def test_what_is_suggested_follows_what_is_there() -> None:
    assert next_number([]) == "1"
    assert next_number(["1", "2", "10"]) == "11"
    assert next_number(["2.1", "2.9", "2.10"], "2") == "2.11"
    assert next_clause_code(["2a", "2c"], "2") == "2b"


@pytest.mark.parametrize("slug", ["", "A", "a b", "-a", "a-", "a--b", "новая", "new", "a" * 61, "a\n"])
def test_a_short_name_is_fit_for_an_address(slug: str) -> None:
    assert objections_to_slug(slug, ())
    assert objections_to_slug("water-2027", ()) == []


def test_an_amendment_names_its_document_and_speaks_about_no_day_before_the_last() -> None:
    whole = ProposedAmendment("812", TODAY, "Reworded", TODAY)
    assert objections_to_amendment(whole, TODAY, TODAY) == []
    nothing = ProposedAmendment("", None, "", None)
    fields = {each.field for each in objections_to_amendment(nothing, TODAY, None)}
    assert fields == {"basis_number", "basis_date", "reason", "effective_on"}
    early = replace(whole, effective_on=date(2026, 11, 22))
    assert codes(objections_to_amendment(early, TODAY, TODAY)) == [("effective_on", "before")]
    late = replace(whole, effective_on=date(2026, 11, 24), basis_date=date(2026, 11, 24))
    assert codes(objections_to_amendment(late, TODAY, None)) == [("basis_date", "future"), ("effective_on", "future")]


def test_only_fields_that_differ_are_changes_and_links_are_pairs() -> None:
    after = replace(STEP, weight=5, links=(ClauseLink("1a", Relation.COMPLETES),))
    found = {each.field: (each.before, each.after) for each in changes_between(STEP, after)}
    assert found == {"weight": ("1", "5"), "links": ("[]", '[["1a","completes"]]')}
    assert changes_between(STEP, STEP) == ()
    assert all(each.before is None for each in changes_between(None, STEP))


@given(st.builds(LocalizedText, kk=st.none() | st.text(min_size=1), ru=st.none() | st.text(min_size=1)))
def test_a_text_is_read_back_from_its_canonical_form(text: LocalizedText) -> None:
    written = canonical(text)
    assert written is not None
    assert LocalizedText(**json.loads(written)) == text
