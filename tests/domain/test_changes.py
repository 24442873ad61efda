"""The difference between two days, beyond what moved: refusals, corrections, and dates in other words."""

from datetime import date, timedelta

from roadmap.domain.changes import Change, ChangeKind, changes_between
from roadmap.domain.facts import CorrectionFact, Progress, RefusalFact, Verdict
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Facet
from roadmap.domain.plan import DeadlineKind, Origin, Relation, Roadmap, Stage
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.text import NO_TEXT
from tests.builders.records import DONE, PLAIN, approved, decided, entry, judged, measure, milestone, said

DAY = date(2026, 3, 20)
EARLIER = DAY - timedelta(days=9)
PLAN = measure(milestone("3.1", ("3a", Relation.COMPLETES)))
ROADMAP = Roadmap(
    1, "letter", NO_TEXT, Origin.PROPOSED, Stage.BEING_DEVELOPED, None, "Asia/Almaty", "KZ", 0, False, 0, ""
)


def changes(before: SubjectRecord | MeasureRecord, after: SubjectRecord | MeasureRecord) -> list[Change]:
    """What changed between two records of milestone 3.1, or of the whole measure."""
    found = [
        Portfolio(ROADMAP, day, None, (judged(PLAN, _whole(record), day),), PLAIN)
        for record, day in ((before, EARLIER), (after, DAY))
    ]
    return changes_between(*found)


def _whole(record: SubjectRecord | MeasureRecord) -> MeasureRecord:
    return record if isinstance(record, MeasureRecord) else MeasureRecord(milestones={1: record})


def test_a_date_in_other_words_is_not_a_moved_date() -> None:
    due = DAY + timedelta(days=30)
    first, reworded = approved(due), approved(due, wording="by the twentieth of April")
    (change,) = changes(SubjectRecord(deadlines=(first,)), SubjectRecord(deadlines=(first, reworded)))
    assert (change.kind, change.seq) == (ChangeKind.REWORDED, reworded.seq)
    assert change.milestone
    assert change.milestone.dates.moves == 0


def test_a_quarter_instead_of_its_last_day_is_another_date() -> None:
    last = date(2026, 6, 30)
    day, quarter = approved(last), approved(last, DeadlineKind.QUARTER)
    (change,) = changes(SubjectRecord(deadlines=(day,)), SubjectRecord(deadlines=(day, quarter)))
    assert change.kind is ChangeKind.APPROVED_DATE


def test_a_refused_extension_is_a_change_of_the_decision_s_line() -> None:
    refusal = entry(RefusalFact(3, "It can be done in time"), DAY, facet=Facet.REFUSAL)
    for milestone_s, after in (
        (True, SubjectRecord(refusals=(refusal,))),
        (False, MeasureRecord(measure=SubjectRecord(refusals=(refusal,)))),
    ):
        (change,) = changes(SubjectRecord(), after)
        assert (change.kind, change.after, change.seq) == (ChangeKind.EXTENSION_REFUSED, refusal, refusal.seq)
        assert bool(change.milestone) is milestone_s


def test_a_correction_is_a_change_even_where_nothing_else_differs() -> None:
    correction = entry(CorrectionFact(3, "Another measure was meant"), DAY, facet=Facet.CORRECTION)
    (change,) = changes(MeasureRecord(), MeasureRecord(corrections=(correction,)))
    assert (change.kind, change.milestone, change.after) == (ChangeKind.CORRECTED, None, correction)


def test_what_is_overdue_because_it_was_put_under_control_again_names_the_decision() -> None:
    done = said(DONE, EARLIER, actual=EARLIER)
    due = (approved(EARLIER),)
    resumed = decided(Verdict.RESUMED, DAY)
    (change,) = changes(
        SubjectRecord(progress=done, verdict=decided(Verdict.CONFIRMED, EARLIER), deadlines=due),
        SubjectRecord(progress=done, verdict=resumed, deadlines=due),
    )
    assert (change.before, change.after) == (ControlStatus.CONFIRMED_DONE, ControlStatus.OVERDUE)
    assert change.seq == resumed.seq
    assert done.fact.state is Progress.REPORTED_DONE
