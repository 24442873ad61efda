"""What may be reported about a milestone, and what of it becomes an entry of the line."""

from dataclasses import replace
from datetime import date

import pytest

from roadmap.domain.facts import Document, ExtensionFact, Progress, ProgressFact, Verdict, VerdictFact
from roadmap.domain.ledger import Facet
from roadmap.domain.report_objections import (
    Problem,
)
from roadmap.domain.reporting import (
    ProposedMilestone,
    statements_of,
)
from tests.builders.measures import measure_on
from tests.builders.proposals import BARE, DATED, DAY, DONE, DUE, FINE, LATER, TODAY, about, found


def test_reported_done_needs_a_day_and_the_completion_document() -> None:
    assert about(DONE) == set()
    assert about(ProposedMilestone(1, Progress.REPORTED_DONE)) == {
        ("actual_on", Problem.NEEDS_ACTUAL),
        ("document_number", Problem.NEEDS_DOCUMENT),
        ("document_on", Problem.NEEDS_DOCUMENT_DATE),
    }


def test_it_was_done_by_the_day_the_report_speaks_about() -> None:
    assert about(replace(DONE, actual_on=TODAY)) == set()
    assert about(replace(DONE, actual_on=TODAY + DAY)) == {("actual_on", Problem.AFTER_REPORT)}
    earlier = TODAY - 5 * DAY
    assert about(DONE, effective_on=earlier) >= {("actual_on", Problem.AFTER_REPORT)}
    assert about(replace(DONE, document_on=TODAY + DAY)) == {("document_on", Problem.IN_FUTURE)}
    assert about(replace(DONE, actual_on=date(1, 1, 1))) == {("actual_on", Problem.TOO_EARLY)}


def test_the_document_is_not_younger_than_what_it_proves() -> None:
    done_before = replace(DONE, actual_on=TODAY - 2 * DAY)
    assert about(done_before) == {("document_on", Problem.DOCUMENT_AFTER_DONE)}
    assert about(replace(done_before, document_on=TODAY - 2 * DAY)) == set()


def test_the_document_keeps_its_address_and_its_copy() -> None:
    known = Document(DONE.document_number, TODAY - DAY, "Order", "", 7)
    said = ProgressFact(Progress.REPORTED_DONE, None, "", DONE.actual_on, known)
    returned = (1, VerdictFact(Verdict.RETURNED, "Where is it?"), TODAY)
    measure = measure_on(TODAY, *DATED, (1, said, TODAY - DAY), returned)
    again = replace(DONE, document_address="sed-2026/77")
    facts = [s.fact for s in statements_of(replace(FINE, milestones=(again,)), measure)]
    document = replace(known, address="sed-2026/77")
    assert ProgressFact(Progress.REPORTED_DONE, None, "", DONE.actual_on, document) in facts


@pytest.mark.parametrize("verdict", [Verdict.CONFIRMED, Verdict.REMOVED, Verdict.EXCLUDED])
def test_a_closed_milestone_cannot_be_reported_on(verdict: Verdict) -> None:
    closed = measure_on(TODAY, *DATED, (1, VerdictFact(verdict), TODAY - DAY))
    assert about(DONE, closed) == {("state", Problem.CLOSED)}


def test_a_forecast_after_the_approved_date_needs_a_reason() -> None:
    assert about(LATER) == set()
    assert about(replace(LATER, forecast_reason="")) == {("forecast_reason", Problem.NEEDS_REASON)}
    assert about(replace(LATER, forecast_on=DUE, forecast_reason="")) == set()


def test_a_reason_needs_a_forecast_and_a_new_forecast_lies_ahead() -> None:
    assert about(replace(LATER, forecast_on=None)) == {("forecast_on", Problem.NEEDS_FORECAST)}
    assert about(replace(LATER, forecast_on=TODAY - DAY)) == {("forecast_on", Problem.IN_PAST)}
    assert about(replace(LATER, forecast_on=date(9999, 1, 1))) == {("forecast_on", Problem.TOO_FAR)}


def test_an_actual_date_belongs_to_something_that_is_done() -> None:
    assert about(replace(DONE, state=Progress.IN_PROGRESS)) == {("state", Problem.NOT_REPORTED_DONE)}


@pytest.mark.parametrize("state", [Progress.NOT_STARTED, Progress.IN_PROGRESS])
def test_half_a_document_is_not_dropped_in_silence(state: Progress) -> None:
    assert about(ProposedMilestone(1, state, document_number="5")) == {("state", Problem.NOT_REPORTED_DONE)}


@pytest.mark.parametrize("number", [-1, 0, 99, 10**9])
def test_a_milestone_of_another_measure_is_refused(number: int) -> None:
    assert about(replace(DONE, milestone_id=number)) == {("state", Problem.UNKNOWN)}


def test_a_milestone_is_spoken_of_once() -> None:
    assert found(replace(FINE, milestones=(DONE, DONE))) == {("milestones.1.state", Problem.UNKNOWN)}


def test_a_state_is_required() -> None:
    assert about(ProposedMilestone(1, None)) == {("state", Problem.REQUIRED)}


def test_only_what_changed_becomes_an_entry() -> None:
    in_force = ProgressFact(Progress.IN_PROGRESS, DUE, "")
    measure = measure_on(TODAY, *DATED, (2, in_force, TODAY - DAY))
    rows = (DONE, ProposedMilestone(2, Progress.IN_PROGRESS, DUE), ProposedMilestone(3, Progress.NOT_STARTED))
    statements = statements_of(replace(FINE, milestones=rows), measure)
    assert [(s.facet, s.milestone_id) for s in statements] == [(Facet.REPORT, None), (Facet.PROGRESS, 1)]


def test_a_forecast_after_the_approved_date_does_not_move_it() -> None:
    statements = statements_of(replace(FINE, milestones=(LATER,)), BARE)
    assert [s.facet for s in statements] == [Facet.REPORT, Facet.PROGRESS, Facet.EXTENSION]
    assert statements[2].fact == ExtensionFact(DUE + DAY, "The tender was late")


def test_no_extension_is_asked_for_unless_wanted_needed_and_new() -> None:
    unwanted = replace(LATER, wants_extension=False)
    in_time = replace(LATER, forecast_on=DUE)
    for row in (unwanted, in_time, replace(DONE, forecast_on=DUE + DAY, wants_extension=True)):
        assert Facet.EXTENSION not in [s.facet for s in statements_of(replace(FINE, milestones=(row,)), BARE)]
    pending = measure_on(
        TODAY,
        *DATED,
        (1, ProgressFact(Progress.IN_PROGRESS, DUE + DAY, LATER.forecast_reason), TODAY - DAY),
        (1, ExtensionFact(DUE + DAY, LATER.forecast_reason), TODAY - DAY),
    )
    assert len(statements_of(replace(FINE, milestones=(LATER,)), pending)) == 1


def test_without_an_approved_date_nothing_is_late_and_nothing_can_be_extended() -> None:
    undated = measure_on(TODAY)
    row = replace(LATER, forecast_reason="")
    assert about(row, undated) == set()
    assert Facet.EXTENSION not in [s.facet for s in statements_of(replace(FINE, milestones=(row,)), undated)]


def returned():
    done = ProgressFact(Progress.REPORTED_DONE, None, "", DONE.actual_on, Document(DONE.document_number, TODAY - DAY))
    verdict = VerdictFact(Verdict.RETURNED, "the annex is missing")
    return measure_on(TODAY, *DATED, (1, done, TODAY - DAY), (1, verdict, TODAY))


def test_a_returned_milestone_is_left_alone_unless_something_is_said_of_it() -> None:
    silent = replace(DONE, state=None)
    assert about(silent, returned()) == set()
    assert len(statements_of(replace(FINE, milestones=(silent,)), returned())) == 1
    assert about(replace(silent, forecast_on=DUE), returned()) == {("state", Problem.NEEDS_STATE)}


def test_a_returned_milestone_may_be_reported_done_with_the_same_document() -> None:
    assert about(DONE, returned()) == set()
    assert len(statements_of(replace(FINE, milestones=(DONE,)), returned())) == 2


def test_the_title_of_a_known_document_stays_with_its_number() -> None:
    titled = Document(DONE.document_number, TODAY - DAY, "Order")
    known = measure_on(
        TODAY, *DATED, (1, ProgressFact(Progress.REPORTED_DONE, actual_on=TODAY - DAY, document=titled), TODAY - DAY)
    )
    assert len(statements_of(replace(FINE, milestones=(DONE,)), known)) == 1


def test_a_forecast_that_has_passed_does_not_stop_a_report_about_something_else() -> None:
    passed = measure_on(TODAY, *DATED, (1, ProgressFact(Progress.IN_PROGRESS, TODAY - DAY), TODAY - 9 * DAY))
    assert about(ProposedMilestone(1, Progress.IN_PROGRESS, TODAY - DAY), passed) == set()
