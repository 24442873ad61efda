"""Putting documents into the record: number and date, perhaps a file, which is checked before anything is kept."""

from collections.abc import Callable
from datetime import date

import pytest
from werkzeug.test import TestResponse

from roadmap.domain.evidence import Evidence
from roadmap.domain.facts import Document
from roadmap.domain.ledger import Act
from roadmap.store.evidence_reading import evidence_of
from roadmap.store.people import GrantRow
from tests.builders.documents import folder_of
from tests.builders.files import HTML, PDF, PDF_WITH_SCRIPT, SVG, bomb, docx, jpg, multipart, png, xlsx
from tests.builders.house import TODAY, House

PAGE = "/measures/1/evidence"
FIELDS = {"number": "17-1/305", "dated_on": "2026-11-02", "title": "Order", "address": "SED-9", "milestone": ""}


def put(
    house: House, content: bytes | None, name: str = "order.pdf", who: str = "Ainur", **fields: str
) -> TestResponse:
    form = multipart(FIELDS | fields, None if content is None else (content, name))
    answer: TestResponse = house.browser(who).post(PAGE, **form)
    return answer


def kept(house: House) -> list[Evidence]:
    with house.database.reading() as session:
        return evidence_of(session, house.measures[0], TODAY)


def files(house: House) -> list[str]:
    return [found.number for found in folder_of(house.app).files()]


def test_a_document_can_be_put_in_by_number_and_date_alone(house: House) -> None:
    answer = put(house, None)
    assert answer.status_code == 303
    (found,) = kept(house)
    assert found.entry.fact.document == Document("17-1/305", date(2026, 11, 2), "Order", "SED-9")
    assert (found.entry.act, found.entry.author_id, found.has_file) == (Act.REPORT, house.people["Ainur"], False)
    page = house.browser("Chief").get(PAGE).text
    assert "17-1/305" in page
    assert "SED-9" in page
    assert "No file" in page


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("script.PDF", PDF_WITH_SCRIPT, "application/pdf"),
        ("a.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.png", png(), "image/png"),
        ("Фото нысаны.jpeg", jpg(), "image/jpeg"),
    ],
)
def test_a_file_of_every_kind_is_kept_under_a_generated_number(
    house: House, name: str, content: bytes, kind: str
) -> None:
    assert put(house, content, name).status_code == 303
    (found,) = kept(house)
    fact = found.entry.fact
    assert (fact.name, fact.kind, fact.size) == (name, kind, len(content))
    assert files(house) == [fact.file]
    with folder_of(house.app).open(fact.file) as file:
        assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.jpg", HTML, "The content of the file does not match .jpg"),
        ("x.svg", SVG, "Only these files are kept"),
        ("x.html", HTML, "Only these files are kept"),
        ("empty.pdf", b"", "The file is empty"),
        ("../../etc/passwd", PDF, "Only these files are kept"),
        ("con.txt", PDF, "Only these files are kept"),
        (".htaccess", PDF, "Only these files are kept"),
        ("exe.\u202efdp", PDF, "invisible characters"),
        ("bomb.xlsx", bomb(60), "The file unpacks to more than 50 MB"),
        ("many.docx", docx({f"m/{n}.txt": b"" for n in range(10_001)}), "more than 10,000 parts"),
        ("nested.docx", docx({"a.zip": docx()}), "contains another archive"),
        ("up.docx", docx({"../../x": b"x"}), "names or marks"),
        ("wide.png", png(50_000, 50_000), "more than 100 million pixels"),
        ("macros.docx", docx({"word/vbaProject.bin": b"x"}), "contains macros"),
    ],
)
def test_a_file_that_is_not_kept_is_refused_beside_its_field(
    house: House, name: str, content: bytes, sentence: str
) -> None:
    answer = put(house, content, name)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="17-1/305"' in answer.text
    assert (kept(house), files(house)) == ([], [])


def test_a_zero_byte_in_a_name_is_refused(house: House) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="number"\r\n\r\n1\r\n'
        b'--b\r\nContent-Disposition: form-data; name="dated_on"\r\n\r\n2026-11-02\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a\x00.pdf"\r\n\r\n' + PDF + b"\r\n--b--\r\n"
    )
    answer = house.browser("Ainur").post(PAGE, data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 422
    assert "invisible characters" in answer.text


@pytest.mark.parametrize("name", ["../../etc/report.pdf", "/etc/report.pdf"])
def test_folders_in_a_name_are_left_out(house: House, name: str) -> None:
    put(house, PDF, name)
    assert kept(house)[0].entry.fact.name == "report.pdf"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": ""}, "Fill in this field"),
        ({"number": "–"}, "Fill in this field"),
        ({"dated_on": ""}, "Fill in this field"),
        ({"dated_on": "31.04.2026"}, "Enter a date as DD.MM.YYYY"),
        ({"dated_on": "2026-11-24"}, "The date cannot be later than"),
        ({"dated_on": "1991-01-01"}, "The date cannot be earlier than"),
        ({"title": "x" * 301}, "The text is too long: 301 characters, at most 300"),
        ({"title": "a\u202eb"}, "a character that is not allowed (line 1, position 2)"),
        ({"milestone": "9.9"}, "Choose from the list"),
    ],
)
def test_a_document_that_is_not_named_rightly_is_refused_and_the_file_is_asked_for_again(
    house: House, fields: dict[str, str], sentence: str
) -> None:
    answer = put(house, PDF, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Choose the file again" in answer.text
    assert (kept(house), files(house)) == ([], [])


def test_the_same_document_sent_twice_is_put_in_once(house: House) -> None:
    put(house, PDF)
    assert put(house, PDF).status_code == 303
    assert len(kept(house)) == len(files(house)) == 1
    put(house, PDF, number="18")
    put(house, PDF, who="Bolat")
    assert len(kept(house)) == len(files(house)) == 3


def test_a_document_can_belong_to_a_milestone(house: House) -> None:
    number = house.milestones[0][1]
    put(house, PDF, milestone=f"{house.measures[0]}.2")
    assert kept(house)[0].entry.milestone_id == number


def test_the_controller_puts_documents_in_as_decisions(house: House) -> None:
    house.person("Control", ("controller", None))
    put(house, PDF, who="Control")
    assert kept(house)[0].entry.act is Act.DECISION


@pytest.mark.parametrize("who", ["Other", "Chief"])
def test_nobody_else_puts_documents_in(house: House, who: str) -> None:
    assert put(house, PDF, who=who).status_code == 403
    assert (kept(house), files(house)) == ([], [])


def test_every_upload_field_warns_of_restricted_documents(house: House) -> None:
    assert "For official use only" in house.browser("Ainur").get(PAGE).text


def test_the_receipt_of_what_was_reported_done_leads_to_the_form_filled_in(
    house: House, fields: Callable[..., dict[str, str]]
) -> None:
    row = f"milestone_{house.milestones[0][0]}"
    done = {f"{row}-state": "reported_done", f"{row}-actual_on": "2026-11-20"}
    document = {f"{row}-document_number": "17-1/305", f"{row}-document_on": "2026-11-19"}
    browser = house.browser("Ainur")
    receipt = browser.post("/measures/1/report", data=fields(**done, **document), follow_redirects=True).text
    link = f"{PAGE}?milestone={house.measures[0]}.1&amp;document=17-1/305&amp;dated=2026-11-19#put-in"
    assert link in receipt
    form = browser.get(link.replace("&amp;", "&")).text
    assert 'value="17-1/305"' in form
    assert 'value="2026-11-19"' in form


def test_whoever_lost_his_sign_in_finds_the_form_as_he_left_it(house: House) -> None:
    answer = house.browser("Ainur").post(PAGE, data=FIELDS | {"action": "resume"})
    assert answer.status_code == 200
    assert 'value="17-1/305"' in answer.text
    assert kept(house) == []


def test_a_co_executor_puts_documents_to_the_milestones_that_were_given_to_him_alone(house: House) -> None:
    given = house.milestones[0][1]
    number = house.person("Partner")
    with house.database.writing() as session:
        grant = GrantRow(
            person_id=number,
            role="coordinator",
            roadmap_id=house.roadmap_id,
            measure_id=house.measures[0],
            milestone_id=given,
        )
        session.add(grant)
        session.commit()
    measure = house.measures[0]
    for place in ("", f"{measure}.1"):
        answer = put(house, PDF, who="Partner", milestone=place)
        assert (answer.status_code, "Choose from the list" in answer.text) == (422, True)
    assert put(house, PDF, who="Partner", milestone=f"{measure}.2").status_code == 303
    assert [each.entry.milestone_id for each in kept(house)] == [given]


def test_a_form_that_is_sent_twice_has_one_effect(house: House) -> None:
    key = "the-key-of-one-form-of-one-page"
    put(house, None, operation_key=key)
    assert put(house, None, operation_key=key).status_code == 303
    assert len(kept(house)) == 1


def test_another_file_of_the_same_name_and_length_is_another_form(house: House) -> None:
    key, other = "the-key-of-one-form-of-one-page", PDF.replace(b"%PDF-1.4", b"%PDF-1.5")
    assert len(other) == len(PDF)
    assert other != PDF
    for content in (PDF, PDF, other):
        assert put(house, content, operation_key=key).status_code == 303
    assert len(kept(house)) == len(files(house)) == 2


def test_a_form_from_a_page_that_is_too_old_comes_back_with_what_was_typed(
    build: Callable[..., House], sqlite_url: str
) -> None:
    house = build(sqlite_url, WTF_CSRF_ENABLED=True)
    house.person("Ainur", ("coordinator", house.measures[0]))
    answer = put(house, PDF)
    assert answer.status_code == 400
    assert "had expired" in answer.text
    assert 'value="17-1/305"' in answer.text
    assert "Choose the file again" in answer.text
