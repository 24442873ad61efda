"""What one person reads: his own items first, nothing twice, at most fifteen lines, and no mail about nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.choices import Choice
from roadmap.domain.digest import LINES, Digest, compose, shares
from roadmap.domain.facts import DeadlineFact, Progress, ProgressFact, Verdict, VerdictFact
from roadmap.domain.health import judge_milestone
from roadmap.domain.interests import Interest, MailKind, interests_in
from roadmap.domain.items import Why, all_items
from roadmap.domain.ledger import Act, Entry, Facet
from roadmap.domain.measures import MeasureState, judge_measure
from roadmap.domain.parts import Morning
from roadmap.domain.people import Grant, Person, Responsible, Role
from roadmap.domain.plan import Deadline, DeadlineKind, Holder, Measure, Milestone, Origin, Roadmap, Stage
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.text import NO_TEXT, LocalizedText

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
NEVER = DeadlineFact(Deadline(DeadlineKind.PERMANENT, None), None)
ANNA = Person(7, "Anna", "anna@roadmap.test", "en")
ROADMAP = Roadmap(
    1, "x", LocalizedText(en="X"), Origin.PROPOSED, Stage.ADOPTED, None, "Asia/Almaty", "KZ", 0, False, 0, ""
)


def entry(facet: Facet, fact: object, seq: int, on: date = date(2026, 1, 5)) -> Entry:  # type: ignore[type-arg]
    return Entry(seq, Act.DECISION, 1, None, facet, on, datetime(2026, 1, 5, tzinfo=UTC), None, fact)  # type: ignore[type-var]


def record(due: date | None = None, verdict: VerdictFact | None = None, done: bool = False) -> SubjectRecord:
    deadline = DeadlineFact(Deadline(DeadlineKind.DAY, due), None) if due else None
    return SubjectRecord(
        progress=entry(Facet.PROGRESS, ProgressFact(Progress.REPORTED_DONE, actual_on=due), 2) if done else None,
        verdict=entry(Facet.VERDICT, verdict, 3) if verdict else None,
        deadlines=(entry(Facet.DEADLINE, deadline, 1),) if deadline else (),
    )


def measure_state(
    number: int,
    records: list[SubjectRecord],
    own: SubjectRecord | None = None,
    responsible: Responsible | None = None,
    calendar: WorkingCalendar | None = None,
) -> MeasureState:
    calendar = calendar or WorkingCalendar()
    steps = tuple(
        Milestone(
            number * 100 + place, f"{number}.{place}", LocalizedText(en=f"Step {number}.{place}"), NO_TEXT, 1,
            Holder.US, NO_TEXT, Origin.PROPOSED, False,
        )
        for place in range(1, len(records) + 1)
    )  # fmt: skip
    title = LocalizedText(en=f"Measure {number}")
    measure = Measure(
        number, str(number), title, NO_TEXT, NO_TEXT, None, NO_TEXT, NO_TEXT, Origin.LETTER, (), (), steps
    )
    responsible = responsible or Responsible()
    judged = tuple(
        judge_milestone(step, said, responsible, MONDAY, calendar) for step, said in zip(steps, records, strict=True)
    )
    return judge_measure(measure, MeasureRecord(own or SubjectRecord()), judged, responsible, MONDAY, calendar)


def morning(*measures: MeasureState, overview: bool = False, before: Portfolio | None = None) -> Morning:
    return Morning(Portfolio(ROADMAP, MONDAY, None, measures, WorkingCalendar()), overview, before)


def interested(found: Morning, person_id: int = ANNA.id, **choices: bool) -> list[Interest]:
    grants = {person_id: frozenset({Grant(Role.COORDINATOR, 1, 1)})}
    chosen = {(person_id, MailKind(kind)): Choice(active) for kind, active in choices.items()}
    return [each for each in interests_in(found.portfolio, grants, chosen) if each.person_id == person_id]


def read_by_coordinator(*records: SubjectRecord, **choices: bool) -> Digest | None:
    found = morning(measure_state(1, list(records)))
    return compose({1: found}, interested(found, **choices))


@pytest.mark.parametrize(
    ("due", "left"),
    [(date(2026, 11, 26), 3), (date(2026, 11, 24), 1), (MONDAY, 0)],
)
def test_an_item_is_reminded_of_three_one_and_no_working_days_before(due: date, left: int) -> None:
    digest = read_by_coordinator(record(due))
    assert digest
    assert [item.days_left for item in digest.parts[0].actions] == [left]


@pytest.mark.parametrize("due", [date(2026, 11, 25), FRIDAY, date(2027, 1, 1)])
def test_on_the_other_mornings_an_item_ahead_is_no_reason_for_a_mail(due: date) -> None:
    assert read_by_coordinator(record(due)) is None


def test_what_has_no_date_is_never_due() -> None:
    permanent = SubjectRecord(deadlines=(entry(Facet.DEADLINE, NEVER, 1),))
    assert read_by_coordinator(record(), permanent) is None


def test_what_is_done_or_off_control_needs_no_action() -> None:
    late = date(2026, 11, 2)
    for verdict in (Verdict.CONFIRMED, Verdict.REMOVED, Verdict.EXCLUDED):
        assert read_by_coordinator(record(late, VerdictFact(verdict))) is None
    assert read_by_coordinator(record(late, done=True)) is None


def test_a_measure_taken_off_control_takes_its_milestones_with_it() -> None:
    state = measure_state(1, [record(MONDAY)], own=record(verdict=VerdictFact(Verdict.REMOVED)))
    assert all_items(morning(state).portfolio).dated == []


def test_a_returned_item_comes_with_its_reason() -> None:
    digest = read_by_coordinator(record(FRIDAY, VerdictFact(Verdict.RETURNED, "the annex is missing")))
    assert digest
    assert [(item.why, item.returned_because) for item in digest.parts[0].actions] == [
        (Why.RETURNED, "the annex is missing")
    ]


def test_the_most_urgent_item_comes_first_and_measures_stay_together() -> None:
    one = measure_state(1, [record(date(2026, 11, 26)), record(date(2026, 11, 20)), record(MONDAY)])
    two = measure_state(2, [record(date(2026, 11, 3)), record(verdict=VerdictFact(Verdict.RETURNED))])
    found = morning(one, two)
    digest = compose(
        {1: found}, [Interest(7, 1, milestones=frozenset({101, 102, 103, 201, 202}), measures=frozenset({1, 2}))]
    )
    assert digest
    groups = [(group.measure.measure.number, [i.key[1] for i in group.items]) for group in digest.parts[0].groups]
    assert groups == [("2", [201, 202]), ("1", [102, 103, 101])]


def test_a_measure_with_a_date_of_its_own_is_an_item() -> None:
    state = measure_state(1, [], own=record(MONDAY))
    found = morning(state)
    digest = compose({1: found}, interested(found))
    assert digest
    assert [item.key for item in digest.parts[0].actions] == [(1, None)]


def test_a_deadline_on_a_day_off_is_due_on_the_next_working_day() -> None:
    calendar = WorkingCalendar()
    state = measure_state(1, [record(date(2026, 11, 22))], calendar=calendar)
    assert [item.days_left for item in all_items(morning(state).portfolio).dated] == [0]


def test_working_days_left_count_a_worked_saturday() -> None:
    saturday = date(2026, 11, 28)
    state = measure_state(1, [record(date(2026, 11, 30))], calendar=WorkingCalendar({saturday: True}))
    assert all_items(morning(state).portfolio).dated[0].days_left == 6


def test_responsible_person_and_contact_are_reminded_like_the_coordinator() -> None:
    bolat = replace(ANNA, id=8, email="bolat@roadmap.test")
    found = morning(measure_state(1, [record(MONDAY)], responsible=Responsible(None, ANNA, bolat)))
    interests = interests_in(found.portfolio, {}, {})
    assert [each.person_id for each in interests if compose({1: found}, [each])] == [7, 8]


def test_whoever_left_or_has_no_address_is_not_written_to() -> None:
    gone, silent = replace(ANNA, active=False), replace(ANNA, id=8, email=None)
    found = morning(measure_state(1, [record(MONDAY)], responsible=Responsible(None, gone, silent)))
    assert interests_in(found.portfolio, {}, {}) == []


def test_whoever_stopped_reminders_still_gets_the_one_on_the_last_day() -> None:
    assert read_by_coordinator(record(date(2026, 11, 20)), record(date(2026, 11, 24)), actions=False) is None
    digest = read_by_coordinator(record(date(2026, 11, 20)), record(MONDAY), actions=False)
    assert digest
    assert [item.days_left for item in digest.parts[0].actions] == [0]
    assert digest.parts[0].upcoming == ()


@pytest.mark.parametrize(
    ("role", "reads"),
    [(Role.EXECUTIVE, True), (Role.RECIPIENT, True), (Role.CONTROLLER, True), (Role.COORDINATOR, False)],
)
def test_the_overview_goes_to_those_who_look_at_the_whole(role: Role, reads: bool) -> None:
    found = morning(measure_state(1, [record(date(2026, 11, 30))]), overview=True)
    (interest,) = interests_in(found.portfolio, {7: frozenset({Grant(role, 1, 1)})}, {})
    assert (compose({1: found}, [interest]) is not None) is reads


def test_an_own_choice_replaces_the_default_of_the_role() -> None:
    found = morning(measure_state(1, [record(date(2026, 11, 30))]), overview=True)
    executive = {7: frozenset({Grant(Role.EXECUTIVE, 1)})}
    (stopped,) = interests_in(found.portfolio, executive, {(7, MailKind.OVERVIEW): Choice(active=False)})
    assert compose({1: found}, [stopped]) is None


def test_whoever_lost_the_role_reads_no_overview_whatever_was_chosen_before() -> None:
    found = morning(measure_state(1, [record(date(2026, 11, 30))], responsible=Responsible(None, ANNA)), overview=True)
    (interest,) = interests_in(found.portfolio, {}, {(ANNA.id, MailKind.OVERVIEW): Choice()})
    assert not interest.overview


def test_an_overview_in_which_nothing_happens_is_not_sent() -> None:
    found = morning(measure_state(1, [record(date(2027, 6, 1)), record()]), overview=True)
    assert compose({1: found}, [Interest(7, 1, overview=True)]) is None


def test_an_item_that_needs_action_is_not_named_again_in_the_overview() -> None:
    found = morning(measure_state(1, [record(date(2026, 11, 2)), record(MONDAY), record(FRIDAY)]), overview=True)
    digest = compose({1: found}, [Interest(7, 1, milestones=frozenset({101, 102, 103}), overview=True)])
    assert digest
    part = digest.parts[0]
    assert [item.key[1] for item in part.actions] == [101, 102]
    assert part.late == ()
    assert [item.key[1] for item in part.upcoming] == [103]
    assert (digest.counts.overdue, digest.counts.due) == (1, 2)


def test_what_is_quiet_is_only_counted() -> None:
    found = morning(measure_state(1, [record(FRIDAY), record(), record(date(2027, 6, 1))]), overview=True)
    digest = compose({1: found}, [Interest(7, 1, overview=True)])
    assert digest
    assert digest.parts[0].quiet == 2


def test_a_long_mail_is_cut_to_fifteen_lines_and_says_how_many_are_missing() -> None:
    found = morning(
        *(measure_state(n, [record(date(2026, 11, 2)), record(FRIDAY)]) for n in range(1, 31)), overview=True
    )
    digest = compose({1: found}, [Interest(7, 1, milestones=frozenset({101, 201}), overview=True)])
    assert digest
    part = digest.parts[0]
    assert sum(len(section) for section in part.sections) == LINES
    assert part.left_out == 2 + 30 + 28 + 30 - LINES
    assert len(part.actions) == 2
    assert digest.counts.overdue == 30


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(0, 30))
def test_lines_are_shared_out_fairly_and_none_is_wasted(wanted: list[int], room: int) -> None:
    given_lines = shares(wanted, room)
    assert sum(given_lines) == min(sum(wanted), room)
    assert all(got <= want for got, want in zip(given_lines, wanted, strict=True))
    short = [got for got, want in zip(given_lines, wanted, strict=True) if got < want]
    assert not short or max(given_lines) - min(short) <= 1
