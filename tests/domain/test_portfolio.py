"""A road map on one day, and the difference between two days."""

from datetime import date, timedelta

from roadmap.domain.changes import Change, ChangeKind, changes_between
from roadmap.domain.due import due_rows
from roadmap.domain.duties import duties_of
from roadmap.domain.facts import AnswerFact, AskFact, Confidence, Verdict
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Facet
from roadmap.domain.people import Person
from roadmap.domain.plan import Origin, Relation, Roadmap, Stage
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.text import NO_TEXT, LocalizedText
from tests.builders.records import (
    DONE,
    PLAIN,
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
PLAN = measure(milestone("3.1", ("3a", Relation.LEADS_TO)), milestone("3.2", ("3a", Relation.COMPLETES)))
ROADMAP = Roadmap(
    1, "letter", NO_TEXT, Origin.PROPOSED, Stage.BEING_DEVELOPED, None, "Asia/Almaty", "KZ", 0, False, 0, ""
)


def portfolio(record: MeasureRecord, day: date = DAY) -> Portfolio:
    return Portfolio(ROADMAP, day, None, (judged(PLAN, record, day),), PLAIN)


def due(in_days: int) -> SubjectRecord:
    return SubjectRecord(deadlines=(approved(DAY + timedelta(days=in_days)),))


def changes(before: MeasureRecord, after: MeasureRecord, earlier: date = DAY) -> list[Change]:
    return changes_between(portfolio(before, earlier), portfolio(after))


def test_overdue_and_due_soon_share_no_milestone() -> None:
    found = portfolio(MeasureRecord(milestones={1: due(-1), 2: due(28)}))
    assert [item.state.milestone.number for item in found.overdue] == ["3.1"]
    assert [item.state.milestone.number for item in found.due_soon] == ["3.2"]


def test_what_is_due_in_more_than_thirty_days_is_not_due_soon() -> None:
    assert portfolio(MeasureRecord(milestones={2: due(31)})).due_soon == []


def test_what_was_confirmed_is_neither_overdue_nor_due() -> None:
    record = SubjectRecord(
        progress=said(DONE, DAY, actual=DAY), verdict=decided(Verdict.CONFIRMED, DAY), deadlines=due(3).deadlines
    )
    assert portfolio(MeasureRecord(milestones={2: record})).due_soon == []


def test_decisions_needed_stand_in_the_order_in_which_they_are_needed() -> None:
    asks = tuple(
        entry(AskFact(LocalizedText(en=what), "Ministry", DAY + timedelta(days=days)), DAY)
        for what, days in (("later", 9), ("sooner", 2))
    )
    needed = portfolio(MeasureRecord(asks=asks)).decisions_needed
    assert [item.ask.entry.fact.what.en for item in needed] == ["sooner", "later"]


def test_a_report_about_last_month_is_not_one_of_this_month() -> None:
    last_month = MeasureRecord(reports=(reported(Confidence.ON_TRACK, date(2026, 2, 28)),))
    assert portfolio(last_month).reported_this_month == 0
    assert len(portfolio(last_month).not_reported) == 1
    this_month = MeasureRecord(reports=(reported(Confidence.ON_TRACK, date(2026, 3, 1)),))
    assert portfolio(this_month).reported_this_month == 1
    assert portfolio(this_month).not_reported == []


def test_a_measure_taken_off_control_takes_its_milestones_along_and_owes_no_report() -> None:
    late = {1: due(-1), 2: due(3)}
    excluded = SubjectRecord(verdict=decided(Verdict.EXCLUDED, DAY))
    found = portfolio(MeasureRecord(measure=excluded, milestones=late))
    assert (found.items, found.overdue, found.due_soon, found.not_reported) == ([], [], [], [])
    assert due_rows(found) == []
    somebody = Person(7, "Somebody", None, "kk")
    assert duties_of(found, somebody, {found.measures[0].measure.id}) == []


def test_nobody_waits_for_a_report_on_what_is_confirmed_done() -> None:
    found = portfolio(MeasureRecord(milestones={1: confirmed(DAY), 2: confirmed(DAY)}))
    assert found.measures[0].control is ControlStatus.CONFIRMED_DONE
    assert (found.not_reported, found.to_report_on) == ([], [])


def test_nothing_changes_between_a_day_and_itself() -> None:
    record = MeasureRecord(milestones={1: confirmed(DAY)}, reports=(reported(Confidence.AT_RISK, DAY),))
    assert changes(record, record) == []


def test_a_confirmed_milestone_is_a_change_of_the_decision_s_line() -> None:
    progress = said(DONE, DAY, actual=DAY, seq=5)
    before = MeasureRecord(milestones={1: SubjectRecord(progress=progress)})
    after = MeasureRecord(
        milestones={1: SubjectRecord(progress=progress, verdict=decided(Verdict.CONFIRMED, DAY, seq=7))}
    )
    (change,) = changes(before, after)
    assert (change.kind, change.before, change.after, change.seq) == (
        ChangeKind.CONTROL,
        ControlStatus.REPORTED_DONE,
        ControlStatus.CONFIRMED_DONE,
        7,
    )


def test_becoming_overdue_is_a_change_that_no_line_brought() -> None:
    record = MeasureRecord(milestones={1: due(-1)})
    (change,) = changes(record, record, earlier=DAY - timedelta(days=9))
    assert change.after is ControlStatus.OVERDUE
    assert change.seq is None


def test_a_moved_date_that_ends_being_overdue_names_the_decision_that_moved_it() -> None:
    first, moved = approved(DAY - timedelta(days=1)), approved(DAY + timedelta(days=40))
    started = said(STARTED, DAY - timedelta(days=9))
    before = MeasureRecord(milestones={1: SubjectRecord(progress=started, deadlines=(first,))})
    after = MeasureRecord(milestones={1: SubjectRecord(progress=started, deadlines=(first, moved))})
    control, date_moved = changes(before, after)
    assert (control.kind, control.after, control.seq) == (ChangeKind.CONTROL, ControlStatus.IN_PROGRESS, moved.seq)
    assert (date_moved.kind, date_moved.seq) == (ChangeKind.APPROVED_DATE, moved.seq)


def test_a_date_approved_for_the_measure_itself_is_a_change() -> None:
    decision = approved(DAY + timedelta(days=400))
    after = MeasureRecord(measure=SubjectRecord(deadlines=(decision,)))
    (change,) = changes(MeasureRecord(), after)
    assert (change.kind, change.milestone, change.seq) == (ChangeKind.APPROVED_DATE, None, decision.seq)


def test_a_new_forecast_is_a_change_and_the_approved_date_is_not() -> None:
    before = MeasureRecord(milestones={1: SubjectRecord(progress=said(STARTED, DAY, forecast=DAY, seq=3))})
    later = said(STARTED, DAY, forecast=DAY + timedelta(days=5), seq=4)
    after = MeasureRecord(milestones={1: SubjectRecord(progress=later)})
    (change,) = changes(before, after)
    assert (change.kind, change.before, change.after, change.seq) == (
        ChangeKind.FORECAST,
        DAY,
        DAY + timedelta(days=5),
        4,
    )


def test_an_answered_ask_is_closed_by_the_answer_s_line() -> None:
    ask = entry(AskFact(LocalizedText(en="Who pays?"), "Ministry", DAY), DAY, seq=11)
    answer = entry(AnswerFact(11, "We do"), DAY, seq=12, facet=Facet.ANSWER)
    (change,) = changes(MeasureRecord(asks=(ask,)), MeasureRecord(asks=(ask,), answers=(answer,)))
    assert (change.kind, change.seq) == (ChangeKind.ASK_CLOSED, 12)


def test_a_report_with_another_judgement_is_one_change_and_not_two() -> None:
    first, second = reported(Confidence.ON_TRACK, DAY), reported(Confidence.OFF_TRACK, DAY)
    again = reported(Confidence.ON_TRACK, DAY)
    assert [c.kind for c in changes(MeasureRecord(reports=(first,)), MeasureRecord(reports=(second, first)))] == [
        ChangeKind.CONFIDENCE
    ]
    assert [c.kind for c in changes(MeasureRecord(reports=(first,)), MeasureRecord(reports=(again, first)))] == [
        ChangeKind.REPORTED
    ]
