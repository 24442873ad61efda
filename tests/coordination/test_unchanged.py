"""Reporting by one press that nothing has changed: when that is offered, what it writes, and when it will not do."""

from datetime import date, timedelta

import pytest
import time_machine

from roadmap.domain.facts import AskFact, Confidence, Progress, ProgressFact, ReportFact, Verdict, Waiting
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.text import LocalizedText
from tests.builders.house import APPROVED, NOW, House

FORM = "/measures/1/report"
BUTTON = 'value="unchanged"'
EARLIER = date(2026, 11, 6)
LAST = ReportFact(
    Confidence.ON_TRACK,
    LocalizedText(kk="Ереже жобасы келісуде.", en="The draft is being agreed."),
    LocalizedText(en="Send it on"),
    waiting=Waiting("Ministry of Justice", date(2026, 11, 2)),
)


def said(house: House, fact: ReportFact = LAST, **progress: object) -> int:
    """The last report, in which the first milestone is in progress."""
    first = ProgressFact(Progress.IN_PROGRESS, **progress)  # type: ignore[arg-type]
    statements = [Statement(Facet.REPORT, fact), Statement(Facet.PROGRESS, first, house.milestones[0][0])]
    return house.say(house.measures[0], *statements, author="Bolat", on=EARLIER)


def press(house: House, seen: int, name: str = "Ainur") -> tuple[int, str, str]:
    answer = house.browser(name).post(FORM, data={"action": "unchanged", "last_seen": str(seen)})
    return answer.status_code, answer.location, answer.text


def test_one_press_reports_the_last_words_of_today_and_touches_no_milestone(house: House) -> None:
    seq = said(house, forecast_on=date(2026, 12, 1))
    assert BUTTON in house.browser("Ainur").get(FORM).text
    status, location, _ = press(house, seq)
    assert (status, location) == (303, f"/measures/1/reports/{seq + 1}")
    line = house.lines(house.measures[0])[0]
    assert (line.author_id, line.effective_on) == (house.people["Ainur"], date(2026, 11, 23))
    assert [entry.fact for entry in line.entries] == [LAST]


def test_pressing_twice_is_one_report(house: House) -> None:
    seq = said(house)
    first, second = press(house, seq), press(house, seq)
    assert first[:2] == second[:2]
    assert house.last_line(house.measures[0]) == seq + 1


def test_it_is_not_offered_before_the_first_report_nor_again_on_the_same_day(house: House) -> None:
    assert BUTTON not in house.browser("Ainur").get(FORM).text
    assert press(house, house.last_line(house.measures[0]))[0] == 422
    seq = said(house)
    press(house, seq)
    assert BUTTON not in house.browser("Ainur").get(FORM).text
    assert press(house, seq + 1)[0] == 422
    assert house.last_line(house.measures[0]) == seq + 1


def refused_because(house: House, seen: int, words: str) -> None:
    page = house.browser("Ainur").get(FORM).text
    assert BUTTON not in page
    assert words in page
    status, _, shown = press(house, seen)
    assert (status, words in shown) == (422, True)
    assert house.last_line(house.measures[0]) == seen


def test_a_forecast_that_has_passed_wants_a_new_one(house: House) -> None:
    refused_because(house, said(house, forecast_on=date(2026, 11, 20)), "forecast date, 20 November 2026, has passed")


def test_what_was_returned_wants_an_answer(house: House) -> None:
    said(house)
    seen = house.decide(house.measures[0], house.milestones[0][0], Verdict.RETURNED, "the annex is missing")
    refused_because(house, seen, "was returned for rework")


def test_what_is_overdue_wants_a_forecast_and_with_one_it_may_stay(house: House) -> None:
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        forecast = date(2027, 1, 15)
        number = house.milestones[0]
        rows = [
            Statement(Facet.PROGRESS, ProgressFact(Progress.IN_PROGRESS, forecast, "Late tender"), n) for n in number
        ]
        seen = said(house)
        assert date(2026, 12, 7) > APPROVED
        refused_because(house, seen, "is overdue, and no forecast date was given")
        explained = house.say(house.measures[0], Statement(Facet.REPORT, LAST), *rows, on=date(2026, 12, 5))
        assert BUTTON in house.browser("Ainur").get(FORM).text
        assert press(house, explained)[0] == 303


def test_a_measure_at_risk_whose_ask_is_closed_wants_a_new_word(house: House) -> None:
    at_risk = ReportFact(Confidence.AT_RISK, LocalizedText(en="Funds are missing."))
    refused_because(house, said(house, at_risk), "has been given or withdrawn")
    ask = Statement(Facet.ASK, AskFact(LocalizedText(en="Who pays?"), "Ministry of Finance", date(2026, 11, 30)))
    asked = house.say(house.measures[0], Statement(Facet.REPORT, at_risk), ask, on=date(2026, 11, 9))
    assert press(house, asked)[0] == 303


def test_what_somebody_wrote_meanwhile_is_shown_beside_the_last_words(house: House) -> None:
    seen = said(house)
    theirs = ReportFact(Confidence.ON_TRACK, LocalizedText(en="The commission met."))
    house.say(house.measures[0], Statement(Facet.REPORT, theirs), author="Bolat")
    status, _, page = press(house, seen)
    assert status == 409
    assert "The commission met." in page
    assert "The draft is being agreed." in page


def test_a_draft_is_not_thrown_away_by_it(house: House) -> None:
    seen, client = said(house), house.browser("Ainur")
    client.post(FORM, data={"action": "draft", "last_seen": str(seen), "done_en": "Half a sentence"})
    assert BUTTON not in client.get(FORM).text
    status, _, page = press(house, seen)
    assert (status, "Half a sentence" in page) == (422, True)
    assert house.last_line(house.measures[0]) == seen


@pytest.mark.parametrize("seen", ["", "99", "x"])
def test_a_press_that_does_not_say_what_was_seen_is_refused(house: House, seen: str) -> None:
    last = said(house)
    answer = house.browser("Ainur").post(FORM, data={"action": "unchanged", "last_seen": seen})
    assert answer.status_code == 422
    assert house.last_line(house.measures[0]) == last
