"""What may be decided, and what a decision says for the ledger."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.control import (
    ProposedAnswer,
    ProposedDeadline,
    ProposedOwner,
    ProposedVerdict,
    last_word_on,
    notes_on_deadline,
    objections_to_answer,
    objections_to_day_of_force,
    objections_to_deadline,
    objections_to_owner,
    objections_to_verdict,
    statements_of,
    verdict_not_before,
    verdicts_about,
)
from roadmap.domain.days import CalendarDay, objections_to_day
from roadmap.domain.deadlines import deadline_of
from roadmap.domain.facts import (
    AnswerFact,
    DeadlineFact,
    Document,
    OwnerFact,
    Progress,
    ProgressFact,
    Verdict,
    VerdictFact,
)
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Act, Entry, Facet, Statement
from roadmap.domain.objections import Objection
from roadmap.domain.plan import DeadlineKind
from roadmap.domain.records import SubjectRecord
from roadmap.domain.text import LocalizedText

TODAY = date(2026, 11, 23)
IN_FORCE = deadline_of(DeadlineKind.QUARTER, date(2026, 12, 31))
NO_WORDS = LocalizedText()


def proposed(
    kind: DeadlineKind | None = DeadlineKind.DAY, on: date | None = date(2027, 3, 1), **given: object
) -> ProposedDeadline:
    filled = {
        "wording": NO_WORDS,
        "basis_number": "15-p",
        "basis_date": TODAY,
        "decided_by": "Deputy PM",
        "reason": "Budget",
    }
    return ProposedDeadline(kind, on, **(filled | given))  # type: ignore[arg-type]


def codes(objections: list[Objection]) -> set[tuple[str, str]]:
    return {(each.field, each.code) for each in objections}


def test_a_date_with_its_basis_and_whoever_decided_may_be_recorded() -> None:
    assert objections_to_deadline(proposed(reason=""), None, TODAY) == []


def test_permanent_needs_no_date() -> None:
    assert objections_to_deadline(proposed(DeadlineKind.PERMANENT, None), None, TODAY) == []


@pytest.mark.parametrize(
    ("given", "objection"),
    [
        ({"kind": None}, ("kind", "required")),
        ({"on": None}, ("on", "required")),
        ({"on": date(1999, 12, 31)}, ("on", "year")),
        ({"on": date(2101, 1, 1)}, ("on", "year")),
        ({"basis_number": ""}, ("basis_number", "required")),
        ({"basis_date": None}, ("basis_date", "required")),
        ({"basis_date": date(2026, 11, 24)}, ("basis_date", "future")),
        ({"basis_date": date(1026, 11, 24)}, ("basis_date", "year")),
        ({"decided_by": ""}, ("decided_by", "required")),
        ({"decided_by": "x" * 301}, ("decided_by", "too_long")),
        ({"wording": LocalizedText(ru="x" * 301)}, ("wording_ru", "too_long")),
    ],
)
def test_what_is_missing_or_wrong_in_a_date_is_named_at_its_field(
    given: dict[str, object], objection: tuple[str, str]
) -> None:
    assert codes(objections_to_deadline(proposed(**given), None, TODAY)) == {objection}


@pytest.mark.parametrize("on", [date(2000, 1, 1), date(2100, 12, 31), TODAY, date(2026, 11, 22)])
def test_the_years_2000_to_2100_can_be_meant(on: date) -> None:
    assert objections_to_deadline(proposed(on=on), None, TODAY) == []


def test_a_move_needs_a_reason_and_the_first_date_does_not() -> None:
    assert objections_to_deadline(proposed(reason=""), None, TODAY) == []
    assert codes(objections_to_deadline(proposed(reason=""), IN_FORCE, TODAY)) == {("reason", "reason")}


def test_the_date_in_force_cannot_be_approved_once_more_because_it_would_count_as_a_move() -> None:
    again = proposed(DeadlineKind.QUARTER, date(2026, 10, 1))
    assert codes(objections_to_deadline(again, IN_FORCE, TODAY)) == {("on", "same_date")}


def test_a_day_off_is_only_noted_with_the_next_working_day() -> None:
    saturday = deadline_of(DeadlineKind.DAY, date(2026, 12, 5))
    noted = [Objection("on", "day_off", {"day": date(2026, 12, 5), "next": date(2026, 12, 7)})]
    assert notes_on_deadline(saturday, WorkingCalendar()) == noted
    assert notes_on_deadline(saturday, WorkingCalendar({date(2026, 12, 5): True})) == []
    assert notes_on_deadline(deadline_of(DeadlineKind.PERMANENT, None), WorkingCalendar()) == []


def test_a_measure_needs_a_post_or_a_person() -> None:
    assert codes(objections_to_owner(ProposedOwner(None, None, 3), of_milestone=False)) == {("post", "nobody")}
    assert objections_to_owner(ProposedOwner(1, None), of_milestone=False) == []
    assert objections_to_owner(ProposedOwner(None, 2), of_milestone=False) == []


def test_a_milestone_may_go_back_to_whoever_has_the_measure_but_not_with_a_contact_of_its_own() -> None:
    assert objections_to_owner(ProposedOwner(None, None), of_milestone=True) == []
    assert codes(objections_to_owner(ProposedOwner(None, None, 3), of_milestone=True)) == {("post", "nobody")}


@pytest.mark.parametrize("control", [each for each in ControlStatus if each is not ControlStatus.REPORTED_DONE])
@pytest.mark.parametrize("verdict", [Verdict.CONFIRMED, Verdict.RETURNED])
def test_only_what_is_reported_done_is_confirmed_or_returned(control: ControlStatus, verdict: Verdict) -> None:
    found = objections_to_verdict(ProposedVerdict(verdict, "why"), control, 1, 2, TODAY)
    assert codes(found) == {("verdict", "not_reported_done")}


def test_nobody_confirms_what_he_reported_himself() -> None:
    confirm = ProposedVerdict(Verdict.CONFIRMED)
    assert codes(objections_to_verdict(confirm, ControlStatus.REPORTED_DONE, 7, 7, TODAY)) == {
        ("verdict", "same_person")
    }
    assert objections_to_verdict(confirm, ControlStatus.REPORTED_DONE, 7, 8, TODAY) == []


def test_returning_needs_a_reason() -> None:
    found = objections_to_verdict(ProposedVerdict(Verdict.RETURNED), ControlStatus.REPORTED_DONE, 1, 2, TODAY)
    assert codes(found) == {("reason", "reason")}


@pytest.mark.parametrize("verdict", [Verdict.REMOVED, Verdict.EXCLUDED])
def test_taking_off_control_needs_a_reason_and_a_basis(verdict: Verdict) -> None:
    found = objections_to_verdict(ProposedVerdict(verdict), ControlStatus.OVERDUE, None, 2, TODAY)
    assert codes(found) == {("reason", "reason"), ("basis_number", "required"), ("basis_date", "required")}
    full = ProposedVerdict(verdict, "No longer relevant", "3", TODAY)
    assert objections_to_verdict(full, ControlStatus.OVERDUE, None, 2, TODAY) == []
    off = objections_to_verdict(full, ControlStatus.REMOVED, None, 2, TODAY)
    assert codes(off) == {("verdict", "already_off_control")}


def test_only_what_is_closed_is_resumed() -> None:
    resume = ProposedVerdict(Verdict.RESUMED, "New instruction")
    assert objections_to_verdict(resume, ControlStatus.EXCLUDED, None, 2, TODAY) == []
    assert codes(objections_to_verdict(resume, ControlStatus.OVERDUE, None, 2, TODAY)) == {("verdict", "not_closed")}


def test_no_verdict_at_all_is_asked_for() -> None:
    found = objections_to_verdict(ProposedVerdict(None), ControlStatus.REPORTED_DONE, 1, 2, TODAY)
    assert codes(found) == {("verdict", "required")}


def test_half_a_basis_document_is_no_basis() -> None:
    confirm = ProposedVerdict(Verdict.CONFIRMED, basis_number="3")
    found = objections_to_verdict(confirm, ControlStatus.REPORTED_DONE, 1, 2, TODAY)
    assert codes(found) == {("basis_date", "required")}


@pytest.mark.parametrize("control", list(ControlStatus))
@pytest.mark.parametrize("of_milestone", [True, False])
def test_every_verdict_that_is_offered_can_be_taken(control: ControlStatus, of_milestone: bool) -> None:
    for verdict in verdicts_about(control, of_milestone):
        filled = ProposedVerdict(verdict, "why", "3", TODAY)
        assert objections_to_verdict(filled, control, 1, 2, TODAY, of_milestone=of_milestone) == []


@pytest.mark.parametrize("verdict", [Verdict.CONFIRMED, Verdict.RETURNED])
def test_a_measure_is_confirmed_and_returned_only_through_its_milestones(verdict: Verdict) -> None:
    filled = ProposedVerdict(verdict, "why")
    found = objections_to_verdict(filled, ControlStatus.REPORTED_DONE, None, 2, TODAY, of_milestone=False)
    assert codes(found) == {("verdict", "through_milestones")}


def test_control_of_a_measure_is_resumed_only_where_a_verdict_has_ended_it() -> None:
    resume = ProposedVerdict(Verdict.RESUMED, "New instruction")
    for control, objections in (
        (ControlStatus.CONFIRMED_DONE, {("verdict", "not_closed")}),
        (ControlStatus.REMOVED, set()),
    ):
        assert codes(objections_to_verdict(resume, control, None, 2, TODAY, of_milestone=False)) == objections
    assert Verdict.RESUMED not in verdicts_about(ControlStatus.CONFIRMED_DONE, of_milestone=False)


def test_a_decision_speaks_about_today_or_earlier_and_not_before_what_it_changes() -> None:
    assert objections_to_day_of_force(TODAY, TODAY, None) == []
    assert objections_to_day_of_force(date(2026, 11, 1), TODAY, date(2026, 11, 1)) == []
    assert codes(objections_to_day_of_force(date(2026, 11, 24), TODAY, None)) == {("effective_on", "future")}
    assert codes(objections_to_day_of_force(date(2026, 10, 31), TODAY, date(2026, 11, 1))) == {
        ("effective_on", "before")
    }
    assert codes(objections_to_day_of_force(None, TODAY, None)) == {("effective_on", "required")}
    assert codes(objections_to_day_of_force(date(206, 1, 1), TODAY, None)) == {("effective_on", "year")}


def entry(facet: Facet, fact: Any, on: date) -> Entry[Any]:
    return Entry(1, Act.DECISION, 1, None, facet, on, datetime(2026, 1, 1, tzinfo=UTC), 1, fact)


def test_the_last_word_is_looked_for_only_among_what_changes() -> None:
    record = SubjectRecord(
        owner=entry(Facet.OWNER, OwnerFact(1, None), date(2026, 5, 5)),
        deadlines=(entry(Facet.DEADLINE, DeadlineFact(IN_FORCE, None), date(2026, 2, 2)),),
    )
    assert last_word_on(record, [Facet.DEADLINE]) == date(2026, 2, 2)
    assert last_word_on(record, [Facet.OWNER, Facet.DEADLINE]) == date(2026, 5, 5)
    assert last_word_on(record, [Facet.VERDICT]) is None


def test_only_an_open_ask_is_answered_and_with_words() -> None:
    assert objections_to_answer(ProposedAnswer(4, "Yes"), [4]) == []
    assert codes(objections_to_answer(ProposedAnswer(4, ""), [4])) == {("text", "required")}
    assert codes(objections_to_answer(ProposedAnswer(5, "Yes"), [4])) == {("text", "not_open")}


def test_the_statements_carry_basis_reason_and_whoever_decided() -> None:
    said = statements_of([ProposedOwner(1, 2, 3), proposed(DeadlineKind.QUARTER, date(2027, 1, 5))], 9)
    quarter = deadline_of(DeadlineKind.QUARTER, date(2027, 3, 31))
    assert said == [
        Statement(Facet.OWNER, OwnerFact(1, 2, 3), 9),
        Statement(Facet.DEADLINE, DeadlineFact(quarter, Document("15-p", TODAY), "Deputy PM", "Budget"), 9),
    ]


def test_an_answer_is_the_measures_and_a_verdict_the_subjects() -> None:
    verdict = ProposedVerdict(Verdict.REMOVED, "why", "3", TODAY)
    assert statements_of([verdict, ProposedAnswer(4, "Yes")], 9) == [
        Statement(Facet.VERDICT, VerdictFact(Verdict.REMOVED, "why", Document("3", TODAY)), 9),
        Statement(Facet.ANSWER, AnswerFact(4, "Yes")),
    ]


@pytest.mark.parametrize("unfinished", [proposed(None), proposed(on=None), ProposedVerdict(None)])
def test_what_is_not_finished_is_never_written_down(unfinished: ProposedDeadline | ProposedVerdict) -> None:
    with pytest.raises(ValueError, match="not a decision"):
        statements_of([unfinished])


def test_a_day_of_the_calendar_needs_all_but_one_language() -> None:
    reason = LocalizedText(kk="Наурыз")
    assert objections_to_day(TODAY, False, reason, "Resolution 5") == []
    missing = {("on", "required"), ("working", "required"), ("reason_kk", "reason"), ("act", "required")}
    assert codes(objections_to_day(None, None, NO_WORDS, "")) == missing
    assert codes(objections_to_day(date(1999, 1, 1), True, reason, "5")) == {("on", "year")}
    assert codes(objections_to_day(TODAY, True, LocalizedText(ru="x" * 501), "5")) == {("reason_ru", "too_long")}


def test_a_day_is_another_one_as_soon_as_a_word_of_it_changes() -> None:
    first = CalendarDay(TODAY, False, LocalizedText(kk="Наурыз"), "5")
    assert first.fingerprint == CalendarDay(TODAY, False, LocalizedText(kk="Наурыз"), "5").fingerprint
    assert first.fingerprint != CalendarDay(TODAY, False, LocalizedText(ru="Наурыз"), "5").fingerprint


@pytest.mark.parametrize("verdict", [Verdict.REMOVED, Verdict.EXCLUDED, Verdict.RESUMED])
def test_what_takes_something_off_control_may_be_older_than_the_last_report(verdict: Verdict) -> None:
    reported = entry(Facet.PROGRESS, ProgressFact(Progress.IN_PROGRESS), date(2026, 11, 10))
    record = SubjectRecord(progress=reported)
    assert verdict_not_before(record, verdict) is None
    for second_step in (Verdict.CONFIRMED, Verdict.RETURNED):
        assert verdict_not_before(record, second_step) == date(2026, 11, 10)


def test_no_verdict_speaks_of_a_day_before_the_one_it_follows() -> None:
    taken = entry(Facet.VERDICT, VerdictFact(Verdict.REMOVED, "Decree"), date(2026, 11, 12))
    record = SubjectRecord(verdict=taken)
    for verdict in Verdict:
        assert verdict_not_before(record, verdict) == date(2026, 11, 12)
