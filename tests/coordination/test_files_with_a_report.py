"""A report and the file of its completion document are one act: both are written down or neither, and no text goes."""

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from roadmap.access.report_links import ReportLink, token_of
from roadmap.domain.evidence import Evidence
from roadmap.domain.facts import Confidence, Document, ReportFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.text import LocalizedText
from roadmap.store.accounts import SpentLinkRow
from roadmap.store.evidence_reading import evidence_of
from roadmap.store.people import GrantRow
from roadmap.web.uploads import MEGABYTE
from tests.builders.documents import folder_of
from tests.builders.files import HTML, PDF, bomb, docx, multipart
from tests.builders.house import TODAY, House

Fields = Callable[..., dict[str, str]]
FORM = "/measures/1/report"
KEY = "the-key-of-one-form-of-one-page"
TYPED = "The statute was sent for approval"
AGAIN = "Choose order.pdf again"


def row_of(house: House, place: int = 0) -> str:
    return f"milestone_{house.milestones[0][place]}"


def done(house: House, place: int = 0, **changed: str) -> dict[str, str]:
    """A milestone's row, reported done with its document."""
    said = {
        "state": "reported_done",
        "actual_on": "2026-11-20",
        "document_number": "17-1/305",
        "document_on": "2026-11-19",
    }
    return {f"{row_of(house, place)}-{name}": text for name, text in (said | changed).items()}


def send(
    house: House,
    typed: dict[str, str],
    content: bytes = PDF,
    name: str = "order.pdf",
    *,
    browser: FlaskClient | None = None,
    path: str = FORM,
    place: int = 0,
) -> TestResponse:
    form = multipart(typed, (content, name), f"{row_of(house, place)}-document_file")
    answer: TestResponse = (browser or house.browser("Ainur")).post(path, **form)
    return answer


def kept(house: House) -> list[Evidence]:
    with house.database.reading() as session:
        return evidence_of(session, house.measures[0], TODAY)


def files(house: House) -> list[str]:
    return [found.number for found in folder_of(house.app).files()]


def acts(house: House) -> list[Facet]:
    """What the lines since the road map was approved are about, the earliest first."""
    return [line.entries[0].facet for line in reversed(house.lines(house.measures[0]))][1:]


def hidden_fields(page: str) -> dict[str, str]:
    form = page.rsplit('<form method="post"', 1)[1]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def test_the_file_is_in_the_record_with_the_report(house: House, fields: Fields) -> None:
    answer = send(house, fields(**done(house)))
    assert answer.status_code == 303
    assert acts(house) == [Facet.REPORT, Facet.EVIDENCE]
    (found,) = kept(house)
    assert found.entry.fact.document == Document("17-1/305", date(2026, 11, 19))
    assert (found.entry.milestone_id, found.entry.author_id) == (house.milestones[0][0], house.people["Ainur"])
    assert (found.entry.act, found.entry.fact.name, files(house)) == (Act.REPORT, "order.pdf", [found.entry.fact.file])
    receipt = house.browser("Ainur").get(answer.location).text
    assert "is on record" in receipt
    assert "order.pdf" in receipt
    assert "Attach a copy" not in receipt


def test_without_a_file_it_is_a_report_as_before(house: House, fields: Fields) -> None:
    answer = send(house, fields(**done(house)), b"", "")
    assert answer.status_code == 303
    assert (acts(house), files(house)) == ([Facet.REPORT], [])
    assert "Attach a copy" in house.browser("Ainur").get(answer.location).text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("order.pdf", HTML, "The content of the file does not match .pdf"),
        ("order.svg", PDF, "Only these files are kept"),
        ("order.pdf", b"", "The file is empty"),
        ("exe.\u202efdp", PDF, "invisible characters"),
        ("bomb.xlsx", bomb(60), "The file unpacks to more than 50 MB"),
        ("nested.docx", docx({"a.zip": docx()}), "contains another archive"),
        ("macros.docx", docx({"word/vbaProject.bin": b"x"}), "contains macros"),
    ],
)
def test_a_file_that_is_not_kept_is_refused_and_everything_typed_stays(
    house: House, fields: Fields, name: str, content: bytes, sentence: str
) -> None:
    answer = send(house, fields(**done(house)), content, name)
    assert answer.status_code == 422
    for text in (sentence, TYPED, 'value="17-1/305"', "Choose the file again"):
        assert text in answer.text
    assert (acts(house), kept(house), files(house)) == ([], [], [])


def test_a_file_that_is_too_large_is_refused_with_its_limit_and_everything_typed_stays(
    build: Callable[..., House], sqlite_url: str
) -> None:
    house = build(sqlite_url, EVIDENCE_FILE_MB=1)
    house.person("Ainur", ("coordinator", house.measures[0]))
    typed = {
        "action": "send",
        "last_seen": "1",
        "done_en": TYPED,
        "confidence": "on_track",
        "effective_on": "2026-11-23",
    }
    answer = send(house, typed | done(house), PDF + b" " * 2 * MEGABYTE)
    assert answer.status_code == 413
    assert "At most 1 MB are kept" in answer.text
    assert TYPED in answer.text
    assert (acts(house), files(house)) == ([], [])


def test_a_refused_report_asks_for_its_file_again(house: House, fields: Fields) -> None:
    answer = send(house, fields(done_en="", **done(house)))
    assert answer.status_code == 422
    assert AGAIN in answer.text
    assert (acts(house), files(house)) == ([], [])


def test_a_file_belongs_to_what_is_reported_done(house: House, fields: Fields) -> None:
    answer = send(house, fields())
    assert answer.status_code == 422
    assert "A file belongs to a milestone that is reported done" in answer.text
    assert (acts(house), files(house)) == ([], [])


def test_a_draft_keeps_no_file_and_says_so(house: House, fields: Fields) -> None:
    browser = house.browser("Ainur")
    assert "A draft does not keep it" in browser.get(FORM).text
    assert send(house, fields(action="draft", **done(house)), browser=browser).status_code == 303
    page = browser.get(FORM).text
    for text in (TYPED, "A draft does not keep files. Choose the file again.", AGAIN):
        assert text in page
    assert files(house) == []


def test_the_preview_keeps_nothing_and_asks_for_the_file_again(house: House, fields: Fields) -> None:
    answer = send(house, fields(action="preview", **done(house)))
    assert answer.status_code == 200
    assert AGAIN in answer.text
    assert (acts(house), files(house)) == ([], [])


def test_reports_that_cross_are_both_shown_and_the_file_is_asked_for_again(house: House, fields: Fields) -> None:
    mine = fields(**done(house))
    theirs = ReportFact(Confidence.OFF_TRACK, LocalizedText(en="The commission did not meet."))
    house.say(house.measures[0], Statement(Facet.REPORT, theirs), author="Bolat")
    browser = house.browser("Ainur")
    answer = send(house, mine, browser=browser)
    assert answer.status_code == 409
    for text in ("The commission did not meet.", TYPED, "Choose the file again"):
        assert text in answer.text
    assert files(house) == []
    again = browser.post(FORM, data=hidden_fields(answer.text) | {"action": "resume"})
    assert (again.status_code, AGAIN in again.text, TYPED in again.text) == (200, True, True)
    assert send(house, hidden_fields(answer.text) | {"action": "send"}, browser=browser).status_code == 303
    assert acts(house) == [Facet.REPORT, Facet.REPORT, Facet.EVIDENCE]


@pytest.mark.parametrize("size", [0, 3 * MEGABYTE], ids=["small", "large"])
def test_whoever_lost_his_sign_in_keeps_his_text_and_chooses_the_file_again(
    house: House, fields: Fields, size: int
) -> None:
    answer = send(house, fields(**done(house)), PDF + b" " * size, browser=house.browser(), path=f"{FORM}?lang=en")
    assert answer.status_code == 401
    assert TYPED in answer.text
    assert "Choose the file again" in answer.text
    typed = hidden_fields(answer.text) | {"action": "resume"}
    page = house.browser("Ainur").post(FORM, data=typed)
    assert (page.status_code, AGAIN in page.text, TYPED in page.text) == (200, True, True)
    assert (acts(house), files(house)) == ([], [])


def test_a_page_that_is_too_old_comes_back_and_asks_for_the_file(build: Callable[..., House], sqlite_url: str) -> None:
    house = build(sqlite_url, WTF_CSRF_ENABLED=True)
    house.person("Ainur", ("coordinator", house.measures[0]))
    answer = send(house, {"action": "send", "done_en": TYPED} | done(house))
    assert answer.status_code == 400
    for text in ("had expired", TYPED, AGAIN):
        assert text in answer.text


def test_pressing_twice_writes_both_once(house: House, fields: Fields) -> None:
    typed = fields(operation_key=KEY, **done(house))
    assert send(house, typed).location == send(house, typed).location
    assert acts(house) == [Facet.REPORT, Facet.EVIDENCE]
    assert len(files(house)) == 1


def test_the_same_report_with_a_file_added_later_says_that_the_file_is_not_there(house: House, fields: Fields) -> None:
    typed = fields(operation_key=KEY, **done(house))
    browser = house.browser("Ainur")
    send(house, typed, b"", "", browser=browser)
    answer = send(house, typed, browser=browser)
    assert answer.status_code == 303
    receipt = browser.get(answer.location).text
    assert "The file was not put into the record" in receipt
    assert "Attach a copy" in receipt
    assert (acts(house), files(house)) == ([Facet.REPORT], [])


def test_a_file_that_its_author_put_in_before_is_kept_once(house: House, fields: Fields) -> None:
    document = {"number": "17-1/305", "dated_on": "2026-11-19", "milestone": f"{house.measures[0]}.1"}
    house.browser("Ainur").post("/measures/1/evidence", **multipart(document, (PDF, "order.pdf")))
    assert send(house, fields(**done(house))).status_code == 303
    assert (acts(house), len(files(house))) == ([Facet.EVIDENCE, Facet.REPORT], 1)


def test_of_a_report_that_fails_nothing_is_left_on_the_disk(
    house: House, fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_said: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("roadmap.coordination.report.drop_draft", fail)
        with pytest.raises(RuntimeError):
            send(house, fields(**done(house)))
    assert (acts(house), kept(house), files(house)) == ([], [], [])


def test_a_co_executor_attaches_files_to_what_was_given_to_him(house: House) -> None:
    number = house.person("Partner")
    with house.database.writing() as session:
        session.add(
            GrantRow(
                person_id=number,
                role="coordinator",
                roadmap_id=house.roadmap_id,
                measure_id=house.measures[0],
                milestone_id=house.milestones[0][1],
            )
        )
        session.commit()
    typed = {"action": "send", "last_seen": str(house.last_line(house.measures[0])), "effective_on": "2026-11-23"}
    browser = house.browser("Partner")
    assert send(house, typed | done(house), browser=browser).status_code == 403
    assert send(house, typed, browser=browser).status_code == 403
    assert send(house, typed | done(house, 1), browser=browser, place=1).status_code == 303
    assert [each.entry.milestone_id for each in kept(house)] == [house.milestones[0][1]]


def test_a_link_from_a_mail_brings_a_file_too_and_is_spent_once(house: House, fields: Fields) -> None:
    link = ReportLink(house.people["Ainur"], house.roadmap_id, house.measures[0], TODAY)
    path = f"/report/{token_of(link, str(house.app.config['SECRET_KEY']))}"
    browser, typed = house.browser(), fields(**done(house))
    large = PDF + b" " * 2 * MEGABYTE + b"%%EOF"
    for _ in range(2):
        assert send(house, typed, large, browser=browser, path=path).location == f"{path}/receipt"
    assert "order.pdf" in browser.get(f"{path}/receipt").text
    assert "was not put" not in browser.get(f"{path}/receipt").text
    assert (acts(house), len(files(house))) == ([Facet.REPORT, Facet.EVIDENCE], 1)
    with house.database.reading() as session:
        assert len(list(session.scalars(select(SpentLinkRow)))) == 1
    other = send(house, fields(done_en="Another thing", **done(house)), browser=browser, path=path)
    assert (other.status_code, "Another thing" in other.text) == (410, True)


def test_a_link_that_nobody_issued_brings_no_file(house: House, fields: Fields) -> None:
    answer = send(
        house, fields(**done(house)), PDF + b" " * 2 * MEGABYTE, browser=house.browser(), path="/report/nothing"
    )
    assert answer.status_code == 410
    assert TYPED in answer.text
    assert (acts(house), files(house)) == ([], [])
