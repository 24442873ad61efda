"""A measure on one day: clauses, gauges, confidence, asks and contradictions."""

from datetime import date, timedelta

from roadmap.domain.facts import AnswerFact, AskFact, Confidence, Verdict, WithdrawalFact
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Facet
from roadmap.domain.measures import Contradiction
from roadmap.domain.plan import Measure, Relation
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.text import LocalizedText
from tests.builders.records import (
    DONE,
    STARTED,
    approved,
    confirmed,
    decided,
    entry,
    judged,
    measure,
    milestone,
    reported,
    said,
)

DAY = date(2026, 3, 20)


def agreement() -> Measure:
    """3.1 leads to clause 3a, 3.3 completes it, 3.4 and 3.8 lie beyond it; 3.5 completes 3b."""
    return measure(
        milestone("3.1", ("3a", Relation.LEADS_TO)),
        milestone("3.3", ("3a", Relation.COMPLETES), weight=5),
        milestone("3.4", ("3a", Relation.BEYOND), beyond=True),
        milestone("3.5", ("3b", Relation.COMPLETES)),
        milestone("3.8", ("3a", Relation.BEYOND), beyond=True),
        clauses=("3a", "3b"),
    )


def test_confirming_the_agreed_draft_alone_completes_its_clause_and_leaves_what_lies_beyond_open() -> None:
    state = judged(agreement(), MeasureRecord(milestones={3: confirmed(DAY)}), DAY)
    assert [(each.clause.code, each.complete) for each in state.clauses] == [("3a", True), ("3b", False)]
    assert state.clauses_complete == 1
    assert (state.gauge.confirmed, state.gauge.total) == (1, 3)
    assert (state.gauge.confirmed_weight, state.gauge.total_weight) == (5, 7)
    assert (state.beyond.confirmed, state.beyond.total) == (0, 2)


def test_a_signed_agreement_completes_nothing_of_the_wording() -> None:
    state = judged(agreement(), MeasureRecord(milestones={4: confirmed(DAY), 8: confirmed(DAY)}), DAY)
    assert state.clauses_complete == 0
    assert (state.gauge.confirmed, state.beyond.confirmed) == (0, 2)


def test_a_measure_is_confirmed_with_its_clauses_even_while_something_beyond_is_open() -> None:
    done = {number: confirmed(DAY) for number in (1, 3, 5)}
    assert judged(agreement(), MeasureRecord(milestones=done), DAY).control is ControlStatus.CONFIRMED_DONE


def test_a_measure_is_not_confirmed_while_a_milestone_within_its_wording_is_open() -> None:
    done = {number: confirmed(DAY) for number in (3, 5)}
    state = judged(agreement(), MeasureRecord(milestones=done), DAY)
    assert state.clauses_complete == 2
    assert state.control is ControlStatus.IN_PROGRESS


def test_a_clause_that_no_milestone_completes_is_never_complete() -> None:
    plan = measure(milestone("3.1", ("3a", Relation.LEADS_TO)))
    state = judged(plan, MeasureRecord(milestones={1: confirmed(DAY)}), DAY)
    assert state.clauses_complete == 0
    assert state.control is not ControlStatus.CONFIRMED_DONE


def test_what_was_removed_or_excluded_counts_in_no_gauge() -> None:
    off = {
        1: SubjectRecord(verdict=decided(Verdict.REMOVED, DAY)),
        5: SubjectRecord(verdict=decided(Verdict.EXCLUDED, DAY)),
    }
    assert judged(agreement(), MeasureRecord(milestones=off), DAY).gauge.total == 1


def test_an_overdue_milestone_speaks_for_the_measure_and_one_beyond_the_wording_does_not() -> None:
    late = SubjectRecord(deadlines=(approved(DAY - timedelta(days=3)),))
    assert judged(agreement(), MeasureRecord(milestones={3: late}), DAY).control is ControlStatus.OVERDUE
    assert judged(agreement(), MeasureRecord(milestones={8: late}), DAY).control is ControlStatus.NOT_STARTED


def test_silence_is_called_no_data() -> None:
    assert judged(agreement(), MeasureRecord(), DAY).confidence is Confidence.NO_DATA


def test_on_track_with_an_overdue_milestone_is_shown_as_a_contradiction() -> None:
    late = SubjectRecord(deadlines=(approved(DAY - timedelta(days=3)),))
    for confidence, found in ((Confidence.ON_TRACK, True), (Confidence.AT_RISK, False)):
        state = judged(agreement(), MeasureRecord(milestones={3: late}, reports=(reported(confidence, DAY),)), DAY)
        assert (Contradiction.ON_TRACK_BUT_OVERDUE in state.contradictions) is found
        assert state.confidence is confidence


def test_the_same_words_three_reports_running_are_noticed() -> None:
    three = tuple(reported(Confidence.ON_TRACK, DAY, "As planned.") for _ in range(3))
    other = (*three[:2], reported(Confidence.ON_TRACK, DAY, "Sent."))
    for reports, found in ((three, True), (three[:2], False), (other, False)):
        state = judged(agreement(), MeasureRecord(reports=reports), DAY)
        assert (Contradiction.SAME_TEXT_AGAIN in state.contradictions) is found


def test_thirty_one_days_of_silence_are_noticed_and_thirty_are_not() -> None:
    for silent, found in ((31, True), (30, False)):
        last = reported(Confidence.ON_TRACK, DAY - timedelta(days=silent))
        state = judged(agreement(), MeasureRecord(reports=(last,)), DAY)
        assert (Contradiction.SILENT in state.contradictions) is found


def test_a_forecast_that_has_passed_is_a_contradiction() -> None:
    passed = SubjectRecord(progress=said(STARTED, DAY - timedelta(days=9), forecast=DAY - timedelta(days=1)))
    state = judged(agreement(), MeasureRecord(milestones={3: passed}), DAY)
    assert state.contradictions == (Contradiction.FORECAST_PASSED,)


def test_an_ask_is_open_until_it_is_answered_or_withdrawn() -> None:
    asks = tuple(
        entry(AskFact(LocalizedText(en="Who pays?"), "Ministry of Finance", DAY - timedelta(days=1)), DAY, seq)
        for seq in (901, 902, 903)
    )
    answer = entry(AnswerFact(901, "We do"), DAY, facet=Facet.ANSWER)
    withdrawal = entry(WithdrawalFact(902, "Solved"), DAY, facet=Facet.WITHDRAWAL)
    state = judged(agreement(), MeasureRecord(asks=asks, answers=(answer,), withdrawals=(withdrawal,)), DAY)
    assert [(each.entry.seq, each.overdue, each.age_days) for each in state.asks] == [(903, True, 0)]


def test_the_next_milestone_is_the_open_one_whose_last_day_comes_first() -> None:
    records = {
        1: confirmed(DAY),
        3: SubjectRecord(deadlines=(approved(DAY + timedelta(days=9)),)),
        5: SubjectRecord(deadlines=(approved(DAY + timedelta(days=4)),)),
    }
    following = judged(agreement(), MeasureRecord(milestones=records), DAY).next_milestone
    assert following
    assert following.milestone.number == "3.5"


def test_a_measure_whose_own_date_has_passed_is_not_overdue_while_all_of_it_waits_for_confirmation() -> None:
    reported_done = SubjectRecord(progress=said(DONE, DAY, actual=DAY))
    own = SubjectRecord(deadlines=(approved(DAY),))
    record = MeasureRecord(measure=own, milestones=dict.fromkeys((1, 3, 5), reported_done))
    for day in (DAY, DAY + timedelta(days=9)):
        assert judged(agreement(), record, day).control is ControlStatus.REPORTED_DONE


def test_a_measure_finished_after_its_own_last_day_was_done_late() -> None:
    for last_day, control in ((DAY, ControlStatus.CONFIRMED_DONE), (DAY - timedelta(days=1), ControlStatus.DONE_LATE)):
        own = SubjectRecord(deadlines=(approved(last_day),))
        record = MeasureRecord(measure=own, milestones=dict.fromkeys((1, 3, 5), confirmed(DAY)))
        assert judged(agreement(), record, DAY).control is control


def test_a_measure_with_an_open_clause_and_nothing_to_confirm_is_in_progress() -> None:
    plan = measure(milestone("3.1", ("3a", Relation.LEADS_TO)))
    assert judged(plan, MeasureRecord(milestones={1: confirmed(DAY)}), DAY).control is ControlStatus.IN_PROGRESS
