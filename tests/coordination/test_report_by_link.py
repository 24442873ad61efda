"""The link in a mail opens one form for one person, writes one report, and then opens nothing any more."""

import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from itsdangerous import URLSafeSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from roadmap.access.report_links import ReportLink, token_of
from roadmap.domain.facts import Confidence, ReportFact, Verdict, VerdictFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.text import LocalizedText
from roadmap.store.account_reading import disable
from roadmap.store.accounts import SpentLinkRow
from roadmap.store.people import GrantRow
from tests.builders.house import NOW, TODAY, House

Fields = Callable[..., dict[str, str]]
LAST = ReportFact(Confidence.ON_TRACK, LocalizedText(kk="Жоба келісуде.", en="The draft is being agreed."))


def secret(house: House) -> str:
    return str(house.app.config["SECRET_KEY"])


def link(house: House, name: str = "Ainur", on: date = TODAY, **changed: int) -> str:
    """The path of a link to the form of the first measure."""
    made = ReportLink(house.people[name], house.roadmap_id, house.measures[0], on)
    return f"/report/{token_of(replace(made, **changed), secret(house))}"  # type: ignore[arg-type]


def spent(house: House) -> list[SpentLinkRow]:
    with house.database.reading() as session:
        return list(session.scalars(select(SpentLinkRow)))


def assert_gone(answer: TestResponse) -> None:
    assert answer.status_code == 410
    assert "This link is no longer valid" in answer.text
    assert all(name not in answer.text for name in ("Measure 1", "Ainur"))


def test_the_link_opens_the_form_as_the_last_report_left_it(house: House) -> None:
    step = LocalizedText(en="Answer them")
    house.say(
        house.measures[0], Statement(Facet.REPORT, replace(LAST, next_step=step)), author="Bolat", on=date(2026, 11, 6)
    )
    answer = house.browser().get(link(house))
    assert answer.status_code == 200
    for words in ("Measure 1", "Answer them", "You report as: Ainur", "3 December 2026", 'value="unchanged"'):
        assert words in answer.text
    assert "/sign-in" not in answer.text
    assert 'href="/my"' not in answer.text


def test_the_page_tells_its_address_to_nobody_and_is_not_kept(house: House) -> None:
    for answer in (house.browser().get(link(house)), house.browser().get("/report/nonsense")):
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_report_is_its_persons_and_the_record_shows_how_it_came(house: House, fields: Fields) -> None:
    browser, path = house.browser(), link(house)
    answer = browser.post(path, data=fields())
    assert (answer.status_code, answer.location) == (303, f"{path}/receipt")
    line = house.lines(house.measures[0])[0]
    assert line.author_id == house.people["Ainur"]
    (row,) = spent(house)
    assert (row.purpose, row.person_id, row.roadmap_id, row.line_seq) == (
        "report",
        house.people["Ainur"],
        house.roadmap_id,
        line.seq,
    )
    receipt = browser.get(answer.location).text
    assert f"Report No. {line.seq} is on record" in receipt
    assert "through the link in a mail" in receipt
    for page in (f"/measures/1/reports/{line.seq}", "/measures/1"):
        assert "through the link in a mail" in house.browser("Chief").get(page).text


def test_one_press_says_that_nothing_has_changed(house: House) -> None:
    seq = house.say(house.measures[0], Statement(Facet.REPORT, LAST), author="Ainur", on=date(2026, 11, 6))
    browser, path = house.browser(), link(house)
    form = browser.get(path).text.split('class="unchanged"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert (sent["action"], sent["last_seen"]) == ("unchanged", str(seq))
    answer = browser.post(path, data=sent)
    assert answer.status_code == 303
    assert house.lines(house.measures[0])[0].entries[0].fact == LAST
    assert "The draft is being agreed." in browser.get(answer.location).text


def test_pressing_twice_gives_the_first_receipt(house: House, fields: Fields) -> None:
    browser, path, sent = house.browser(), link(house), fields()
    first, second = browser.post(path, data=sent), browser.post(path, data=sent)
    assert (second.status_code, second.location) == (303, first.location)
    assert len(house.lines(house.measures[0])) == 2
    assert len(spent(house)) == 1


def test_a_used_link_says_when_and_keeps_what_was_typed(house: House, fields: Fields) -> None:
    path = link(house)
    house.browser().post(path, data=fields())
    again = house.browser().post(path, data=fields(done_en="Something quite different."))
    assert again.status_code == 410
    assert "It was used on 23 Nov 2026 10:00 for report No. 3" in again.text
    assert "Something quite different." in again.text
    assert 'action="/measures/1/report"' in again.text
    looked = house.browser().get(path)
    assert (looked.status_code, "It was used on" in looked.text) == (410, True)
    assert len(house.lines(house.measures[0])) == 2


def test_the_text_of_a_used_link_goes_on_in_the_form_of_whoever_signs_in(house: House, fields: Fields) -> None:
    house.browser().post(link(house), data=fields())
    kept = fields(done_en="Something quite different.", action="resume")
    assert "Something quite different." in house.browser("Ainur").post("/measures/1/report", data=kept).text


def test_the_receipt_is_shown_only_in_the_browser_that_reported(house: House, fields: Fields) -> None:
    path = link(house)
    receipt = house.browser().post(path, data=fields()).location
    elsewhere = house.browser().get(receipt)
    assert (elsewhere.status_code, "Checksum" in elsewhere.text) == (410, False)


def test_looking_spends_nothing(house: House) -> None:
    path = link(house)
    for _ in range(5):
        for method in ("GET", "HEAD"):
            answer = house.browser().open(path, method=method, headers={"Sec-Purpose": "prefetch"})
            assert answer.status_code == 200
        assert house.browser().open(path, method="OPTIONS").status_code == 200
        assert house.browser().get(f"{path}/receipt").status_code == 410
    assert (spent(house), house.last_line(house.measures[0])) == ([], 1)


def test_what_is_wrong_is_said_beside_the_fields_and_spends_nothing(house: House, fields: Fields) -> None:
    browser, path = house.browser(), link(house)
    refused = browser.post(path, data=fields(confidence="at_risk", done_en="My words"))
    assert refused.status_code == 422
    assert "State which decision is needed" in refused.text
    assert "My words" in refused.text
    assert browser.post(path, data=fields(action="preview")).status_code == 200
    assert spent(house) == []
    assert browser.post(path, data=fields()).status_code == 303


def test_a_report_that_crosses_shows_both_and_goes_on_by_the_same_link(house: House, fields: Fields) -> None:
    mine, path, browser = fields(done_en="Mine."), link(house), house.browser()
    theirs = ReportFact(Confidence.OFF_TRACK, LocalizedText(en="The commission did not meet."))
    seq = house.say(house.measures[0], Statement(Facet.REPORT, theirs), author="Bolat")
    crossed = browser.post(path, data=mine)
    assert crossed.status_code == 409
    assert "The commission did not meet." in crossed.text
    assert "Mine." in crossed.text
    assert spent(house) == []
    assert browser.post(path, data=mine | {"last_seen": str(seq)}).status_code == 303


def test_a_draft_is_kept_and_opened_by_the_link(house: House, fields: Fields) -> None:
    path = link(house)
    assert house.browser().post(path, data=fields(action="draft", done_en="Half")).location == path
    assert "Half" in house.browser().get(path).text
    assert spent(house) == []


def test_somebody_else_who_is_signed_in_reports_for_the_links_person(house: House, fields: Fields) -> None:
    browser = house.browser("Bolat")
    page = browser.get(link(house)).text
    assert "Signed in here: Bolat" in page
    assert "You report as: Ainur" in page
    browser.post(link(house), data=fields())
    assert house.lines(house.measures[0])[0].author_id == house.people["Ainur"]


def test_the_page_speaks_the_persons_language_unless_another_is_asked_for(house: House) -> None:
    house.person("Qazaq", ("coordinator", house.measures[0]), language="kk")
    path = link(house, "Qazaq")
    for browser in (house.browser(), house.browser("Bolat")):
        assert '<html lang="kk">' in browser.get(path, headers={"Accept-Language": "ru"}).text
    assert '<html lang="ru">' in house.browser().get(f"{path}?lang=ru").text
    gone = link(house, "Qazaq", on=TODAY - timedelta(days=11))
    assert '<html lang="kk">' in house.browser().get(gone, headers={"Accept-Language": "ru"}).text


@pytest.mark.parametrize(("age", "status"), [(0, 200), (10, 200), (11, 410), (-1, 410)])
def test_it_opens_for_ten_days_from_its_own(house: House, age: int, status: int) -> None:
    answer = house.browser().get(link(house, on=TODAY - timedelta(days=age)))
    assert answer.status_code == status


def test_the_last_day_ends_at_midnight_where_the_road_map_is(house: House) -> None:
    path = link(house, on=date(2026, 11, 13))
    for moment, status in (("2026-11-23T18:59:00+00:00", 200), ("2026-11-23T19:01:00+00:00", 410)):
        with time_machine.travel(moment, tick=False):
            assert house.browser().get(path).status_code == status


def withdraw_role(house: House) -> None:
    with house.database.writing() as session:
        session.query(GrantRow).filter(GrantRow.person_id == house.people["Ainur"]).delete()
        session.commit()


def close_account(house: House) -> None:
    with house.database.writing() as session:
        disable(session, house.people["Ainur"], NOW)
        session.commit()


def exclude_measure(house: House) -> None:
    fact = VerdictFact(Verdict.EXCLUDED, "Given up")
    house.say(house.measures[0], Statement(Facet.VERDICT, fact), act=Act.DECISION)


@pytest.mark.parametrize("done", [withdraw_role, close_account, exclude_measure])
def test_who_may_not_report_any_more_cannot_by_an_old_link(
    house: House, fields: Fields, done: Callable[[House], None]
) -> None:
    sent, path = fields(), link(house)
    done(house)
    before = house.last_line(house.measures[0])
    assert_gone(house.browser().get(path))
    answer = house.browser().post(path, data=sent)
    assert_gone(answer)
    assert sent["done_en"] in answer.text
    assert (house.last_line(house.measures[0]), spent(house)) == (before, [])


def test_every_reason_gives_the_same_page(house: House) -> None:
    good = link(house)
    body, signature = good.rsplit(".", 1)
    numbers = ({"person_id": 999}, {"roadmap_id": 999}, {"measure_id": 999}, {"measure_id": house.measures[1]})
    wrong = [
        "/report/nonsense",
        f"{good}x",
        good[:-1],
        f"{body}.{signature[::-1]}",
        link(house, on=TODAY - timedelta(days=30)),
        *(link(house, **changed) for changed in numbers),
    ]
    spoken = {"Accept-Language": "en"}
    pages = set()
    for path in wrong:
        answer = house.browser().get(path, headers=spoken)
        assert_gone(answer)
        pages.add(answer.text.replace(path, "…"))
    assert len(pages) == 1


def test_another_spelling_of_the_signature_is_not_a_further_link(house: House, fields: Fields) -> None:
    path = link(house)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spellings = [path[:-1] + letter for letter in letters]
    assert [p for p in spellings if house.browser().get(p).status_code == 200] == [path]


def test_links_of_several_mails_of_a_day_are_different_ones_and_each_reports_once(house: House, fields: Fields) -> None:
    made = ReportLink(house.people["Ainur"], house.roadmap_id, house.measures[0], TODAY)
    tokens = [token_of(replace(made, mark=mark), secret(house)) for mark in ("", "r1", "r2")]
    assert len(set(tokens)) == 3
    for number, token in enumerate(tokens):
        data = fields(done_en=f"The part {number} was agreed with all of them.")
        answers = [house.browser().post(f"/report/{token}", data=data) for _ in range(2)]
        assert answers[0].location == f"/report/{token}/receipt"
        assert len(spent(house)) == number + 1


def test_a_link_of_a_mail_of_long_ago_has_no_mark_and_works(house: House) -> None:
    signer = URLSafeSerializer(secret(house), "roadmap.access.report", signer_kwargs={"digest_method": hashlib.sha256})
    said = ["report", house.people["Ainur"], house.roadmap_id, house.measures[0], TODAY.isoformat()]
    assert house.browser().get(f"/report/{signer.dumps(said)}").status_code == 200


def test_a_token_made_for_another_purpose_or_with_another_key_opens_nothing(house: House) -> None:
    made = ReportLink(house.people["Ainur"], house.roadmap_id, house.measures[0], TODAY)
    assert_gone(house.browser().get(f"/report/{token_of(made, 'a key that was rotated out')}?lang=en"))


@pytest.mark.parametrize("same", [True, False])
def test_several_at_once_write_one_report(house: House, fields: Fields, same: bool) -> None:
    path, sent = link(house), fields()
    texts = [sent["done_en"] if same else f"Text {number}." for number in range(4)]
    with ThreadPoolExecutor(len(texts)) as pool:
        answers = list(pool.map(lambda text: house.browser().post(path, data=sent | {"done_en": text}), texts))
    assert len(house.lines(house.measures[0])) == 2
    assert len(spent(house)) == 1
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [303] * 4 if same else statuses[0] == 303 and set(statuses[1:]) <= {409, 410}
    for answer, text in zip(answers, texts, strict=True):
        assert answer.status_code == 303 or text in answer.text
