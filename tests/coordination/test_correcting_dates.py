"""A correction takes no date that its first form would have refused, and a date that got in takes no page away."""

from datetime import date

import pytest

from roadmap.domain.facts import AskFact, DeadlineFact, Document, ExtensionFact, Progress, ProgressFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText
from tests.builders.house import House
from tests.coordination.test_correcting import FRIDAY, done, form, page_of, reported

FORECAST = ProgressFact(Progress.IN_PROGRESS, date(2026, 12, 1))
ASK = AskFact(LocalizedText(en="Who pays?"), "Ministry of Finance", date(2026, 11, 30))
EXTENSION = ExtensionFact(date(2026, 12, 20), "The ministry has not answered")
BASIS = Document("15-p", FRIDAY)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("entry_1-forecast_on", "0001-01-01", "The date cannot be earlier than 20 Nov 2026"),
        ("entry_1-forecast_on", "9999-12-31", "The date lies too far in the future"),
        ("entry_1-forecast_on", "2026-11-19", "The date cannot be earlier than 20 Nov 2026"),
        ("entry_1-forecast_on", "2026-12-30", "State the reason"),
        ("entry_2-by", "0001-01-01", "The date cannot be earlier than 20 Nov 2026"),
        ("entry_2-by", "9999-12-31", "The date lies too far in the future"),
        ("entry_3-to", "2026-12-04", "The date cannot be earlier than 5 Dec 2026"),
        ("entry_3-to", "9999-12-31", "The date lies too far in the future"),
        ("effective_on", "2024-11-20", "The date cannot be earlier than 22 Nov 2025"),
    ],
)
def test_what_a_report_would_not_take_a_corrected_one_does_not(house: House, field: str, typed: str, said: str) -> None:
    first, second, _ = house.milestones[0]
    seq = reported(
        house,
        Statement(Facet.PROGRESS, FORECAST, first),
        Statement(Facet.ASK, ASK),
        Statement(Facet.EXTENSION, EXTENSION, second),
    )
    answer = house.browser("Ainur").post(page_of(seq), data=form(house, seq, **{field: typed}))
    assert answer.status_code == 422
    assert said in answer.text
    assert house.last_line(house.measures[0]) == seq


@pytest.mark.parametrize("field", ["entry_1-actual_on", "entry_1-document_on"])
def test_nothing_was_done_before_the_state_was_there(house: House, field: str) -> None:
    seq = reported(house, done(house))
    answer = house.browser("Ainur").post(page_of(seq), data=form(house, seq, **{field: "0001-01-01"}))
    assert answer.status_code == 422
    assert "The date cannot be earlier than 16 Dec 1991" in answer.text


def test_what_was_written_down_of_no_calendar_takes_no_page_away(house: House) -> None:
    first, second, third = house.milestones[0]
    bad = DeadlineFact(Deadline(DeadlineKind.DAY, date.max), BASIS, "Deputy PM")
    old = DeadlineFact(Deadline(DeadlineKind.DAY, date.min), BASIS, "Deputy PM")
    house.say(
        house.measures[0],
        Statement(Facet.DEADLINE, bad),
        Statement(Facet.DEADLINE, bad, first),
        Statement(Facet.DEADLINE, old, third),
        act=Act.DECISION,
        on=FRIDAY,
    )
    seq = reported(house, Statement(Facet.PROGRESS, ProgressFact(Progress.IN_PROGRESS, date.min), second))
    for reader, page in (
        ("Chief", "/"),
        ("Chief", "/?since=2026-11-01"),
        ("Chief", "/measures/1"),
        ("Ainur", "/measures/1/report"),
    ):
        assert house.browser(reader).get(page).status_code == 200
    typed = {"action": "send", "last_seen": str(seq), "effective_on": "2026-11-23", "extension_to": "2027-01-01"}
    assert house.browser("Ainur").post("/measures/1/report", data=typed).status_code == 422
