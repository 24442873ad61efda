"""Which lines can be corrected, and what a correction leaves as it was."""

from dataclasses import replace
from datetime import date

from roadmap.domain.corrections import Wrong, obstacle_to
from roadmap.domain.extensions import decision_on
from roadmap.domain.facts import CorrectionFact, ExtensionFact, Fact, Progress
from roadmap.domain.ledger import Act, Entry, Facet, Line
from roadmap.domain.records import SubjectRecord
from tests.builders.records import approved, entry, judged_milestone, said

DAY, LATER = date(2026, 3, 16), date(2026, 3, 18)
APPROVED = date(2026, 4, 1)


def asked(seq: int) -> Entry[ExtensionFact]:
    return entry(ExtensionFact(date(2026, 5, 1), "The ministry has not answered"), DAY, seq, Facet.EXTENSION)


def line(*entries: Entry[Fact]) -> Line:
    first = entries[0]
    return Line(first.seq, Act.REPORT, 1, first.effective_on, first.recorded_at, None, entries)


def test_correcting_another_line_settles_no_request() -> None:
    for on in (DAY, LATER):
        date_corrected = replace(approved(APPROVED, decided=on, seq=9), place=1)
        report_corrected = replace(said(Progress.IN_PROGRESS, on, forecast=APPROVED, seq=10), place=2)
        record = SubjectRecord(report_corrected, extension=asked(5), deadlines=(date_corrected,))
        assert judged_milestone(record, LATER).extension == asked(5)
        assert decision_on(asked(5), record) is None


def test_a_request_that_is_put_right_is_not_asked_anew() -> None:
    put_right = replace(asked(9), place=5)
    record = SubjectRecord(extension=put_right, deadlines=(approved(APPROVED, seq=7),))
    assert judged_milestone(record, LATER).extension is None


def test_what_was_asked_is_settled_by_a_later_decision_about_the_same_date() -> None:
    moved, elsewhere = approved(date(2026, 5, 1), seq=7), replace(approved(APPROVED, seq=8), milestone_id=2)
    before = approved(APPROVED, seq=1)
    assert obstacle_to(line(asked(5)), [line(before), line(asked(5)), line(elsewhere)]) is None
    found = obstacle_to(line(asked(5)), [line(before), line(asked(5)), line(moved)])
    assert found
    assert (found.code, found.values) == (Wrong.SETTLED, {"number": 7})


def test_what_was_decided_and_corrected_away_settles_nothing() -> None:
    moved = approved(date(2026, 5, 1), seq=7)
    away = entry(CorrectionFact(7, "Wrong measure"), LATER, 8, Facet.CORRECTION)
    assert obstacle_to(line(asked(5)), [line(asked(5)), line(moved), line(away)]) is None
