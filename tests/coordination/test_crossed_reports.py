"""Two people on one measure, one person pressing twice, and a form that outlived its sign-in: nothing is lost."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from roadmap.domain.facts import Confidence, Progress, ProgressFact, ReportFact
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.text import LocalizedText
from tests.builders.house import NOW, House

Fields = Callable[..., dict[str, str]]
FORM = "/measures/1/report"
THEIRS = ReportFact(Confidence.OFF_TRACK, LocalizedText(en="The commission did not meet."))


def hidden_fields(page: str) -> dict[str, str]:
    """What the last form of a page would send."""
    form = page.rsplit('<form method="post"', 1)[1]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def test_two_reports_that_cross_are_shown_side_by_side_and_none_is_overwritten(house: House, fields: Fields) -> None:
    mine = fields(done_ru="Мой текст")
    theirs = house.say(house.measures[0], Statement(Facet.REPORT, THEIRS), author="Bolat")
    answer = house.browser("Ainur").post(FORM, data=mine)
    assert answer.status_code == 409
    for text in ("The commission did not meet.", "Bolat", "The statute was sent", "Мой текст", f"No. {theirs}"):
        assert text in answer.text
    assert house.last_line(house.measures[0]) == theirs


def test_a_decision_that_crosses_a_report_is_shown_too(house: House, fields: Fields) -> None:
    mine = fields()
    progress = ProgressFact(Progress.IN_PROGRESS)
    house.say(house.measures[0], Statement(Facet.PROGRESS, progress, house.milestones[0][0]), author="Bolat")
    assert house.browser("Ainur").post(FORM, data=mine).status_code == 409


def test_mine_goes_on_as_a_further_line(house: House, fields: Fields) -> None:
    mine = fields()
    house.say(house.measures[0], Statement(Facet.REPORT, THEIRS), author="Bolat")
    client = house.browser("Ainur")
    kept = hidden_fields(client.post(FORM, data=mine).text)
    form = client.post(FORM, data=kept | {"action": "resume"})
    assert form.status_code == 200
    assert "The statute was sent" in form.text
    assert client.post(FORM, data=kept | {"action": "send"}).status_code == 303
    assert [line.author_id for line in house.lines(house.measures[0])[:2]] == [
        house.people["Ainur"],
        house.people["Bolat"],
    ]


def test_a_milestone_left_alone_follows_the_other_report_and_one_changed_stays_mine(
    house: House, fields: Fields
) -> None:
    first, second, _ = house.milestones[0]
    mine = fields(
        **{f"milestone_{second}-state": "in_progress", f"milestone_{second}-wants_extension": "y"},
        **{f"milestone_{first}-wants_extension": "y"},
    )
    progress = ProgressFact(Progress.IN_PROGRESS, date(2026, 12, 2))
    statements = [Statement(Facet.PROGRESS, progress, number) for number in (first, second)]
    house.say(house.measures[0], Statement(Facet.REPORT, THEIRS), *statements, author="Bolat")
    kept = hidden_fields(house.browser("Ainur").post(FORM, data=mine).text)
    assert kept[f"milestone_{first}-forecast_on"] == "2026-12-02"
    assert kept.get(f"milestone_{second}-forecast_on", "") == ""


def test_dropping_mine_leaves_no_draft(house: House, fields: Fields) -> None:
    mine = fields()
    house.say(house.measures[0], Statement(Facet.REPORT, THEIRS), author="Bolat")
    client = house.browser("Ainur")
    client.post(FORM, data=mine)
    assert "The statute was sent" in client.get(FORM).text
    assert client.post(FORM, data={"action": "drop"}).status_code == 303
    assert "The statute was sent" not in client.get(FORM).text


def test_pressing_twice_makes_one_report(house: House, fields: Fields) -> None:
    sent = fields(
        confidence="off_track",
        ask_what_en="Who pays?",
        ask_whom="Ministry of Finance",
        ask_by="2026-11-30",
        **{f"milestone_{house.milestones[0][0]}-state": "in_progress"},
    )
    client = house.browser("Ainur")
    first, second = client.post(FORM, data=sent), client.post(FORM, data=sent)
    assert (second.status_code, second.location) == (303, first.location)
    assert len(house.lines(house.measures[0])) == 2


def test_pressing_twice_when_an_ask_is_withdrawn_makes_one_report(house: House, fields: Fields) -> None:
    client = house.browser("Ainur")
    asked = fields(confidence="at_risk", ask_what_en="Who?", ask_whom="Ministry", ask_by="2026-11-30")
    client.post(FORM, data=asked)
    seq = house.last_line(house.measures[0])
    sent = fields(**{f"withdrawal_{seq}-withdraw": "y", f"withdrawal_{seq}-reason": "Paid"})
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        first, second = client.post(FORM, data=sent), client.post(FORM, data=sent)
    assert (second.status_code, second.location) == (303, first.location)


def test_the_same_words_by_somebody_else_are_not_a_second_press(house: House, fields: Fields) -> None:
    sent = fields()
    house.browser("Ainur").post(FORM, data=sent)
    assert house.browser("Bolat").post(FORM, data=sent).status_code == 409


def test_a_draft_is_kept_as_typed_and_gone_once_sent(house: House, fields: Fields) -> None:
    client = house.browser("Ainur")
    assert client.post(FORM, data=fields(action="draft", ask_by="soon", done_en="Half a")).status_code == 303
    page = client.get(FORM).text
    assert "This is your draft of 23 Nov 2026 10:00" in page
    assert 'value="soon"' in page
    assert "Half a" in page
    assert "Half a" not in house.browser("Bolat").get(FORM).text
    assert client.post(FORM, data=fields()).status_code == 303
    assert "This is your draft" not in client.get(FORM).text


def test_a_draft_of_yesterday_speaks_about_today_when_it_is_taken_up_again(house: House, fields: Fields) -> None:
    client = house.browser("Ainur")
    client.post(FORM, data=fields(action="draft"))
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert 'value="2026-11-24"' in client.get(FORM).text


def test_a_draft_that_others_overtook_says_so_and_is_not_sent_over_them(house: House, fields: Fields) -> None:
    client = house.browser("Ainur")
    client.post(FORM, data=fields(action="draft"))
    house.say(house.measures[0], Statement(Facet.REPORT, THEIRS), author="Bolat")
    page = client.get(FORM).text
    assert "Something was written about the measure since" in page
    seen = re.search(r'name="last_seen" type="hidden" value="(\d+)"', page)
    assert seen is not None
    assert seen.group(1) == "1"


def test_a_form_sent_after_the_sign_in_has_ended_keeps_every_field(house: House, fields: Fields) -> None:
    answer = house.browser().post(FORM, data=fields(done_kk="Жіберілді", next_step_en='"quoted" <b>'))
    assert answer.status_code == 401
    kept = hidden_fields(answer.text)
    assert kept["done_kk"] == "Жіберілді"
    assert kept["next_step_en"] == '"quoted" <b>'
    form = house.browser("Ainur").post(FORM, data=kept | {"action": "resume"})
    assert "Жіберілді" in form.text
    assert house.last_line(house.measures[0]) == 1


@pytest.fixture
def guarded_house(build: Callable[..., House], database_url: str) -> House:
    """A house whose forms need their tokens."""
    built = build(database_url, WTF_CSRF_ENABLED=True)
    built.person("Ainur", ("coordinator", built.measures[0]))
    return built


def test_a_form_without_a_valid_token_is_shown_again_and_nothing_is_written(guarded_house: House) -> None:
    house = guarded_house
    client = house.browser("Ainur")
    typed = {"action": "send", "last_seen": "1", "confidence": "on_track", "done_en": "Long and careful words"}
    answer = client.post(FORM, data=typed | {"csrf_token": "stale"})
    assert answer.status_code == 400
    assert "Long and careful words" in answer.text
    assert "had expired" in answer.text
    assert house.last_line(house.measures[0]) == 1
    signed_out = house.browser().post(FORM, data=typed)
    assert signed_out.status_code == 401
    assert hidden_fields(signed_out.text)["done_en"] == "Long and careful words"


def test_the_tokens_on_the_page_let_a_report_through(guarded_house: House) -> None:
    house = guarded_house
    client = house.browser("Ainur")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(FORM).text.split('class="report beside"')[1])
    assert token is not None
    typed = {"last_seen": "1", "effective_on": "2026-11-23", "confidence": "on_track", "done_en": "Words"}
    assert client.post(FORM, data=typed | {"action": "send", "csrf_token": token.group(1)}).status_code == 303
