"""Files of evidence are handed out unchanged, as attachments, to whoever has a role on the road map."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from roadmap.domain.facts import Document, Progress, ProgressFact
from roadmap.domain.ledger import Facet, Statement
from roadmap.store.evidence import all_files
from roadmap.web.sessions import database
from tests.builders.documents import document_in, folder_of
from tests.builders.files import PDF
from tests.builders.house import NOW, TODAY, House, house_on
from tests.builders.queries import counted


@dataclass
class Kept:
    """A house with one file in its record."""

    house: House
    seq: int

    @property
    def path(self) -> str:
        return f"/measures/1/evidence/{self.seq}/file"

    def get(self, who: str | None = "Chief", **headers: str) -> TestResponse:
        return self.house.browser(who).get(self.path, headers={"Accept-Language": "en", **headers})

    def number(self) -> str:
        with self.house.database.reading() as session:
            return next(iter(all_files(session)))

    def overwrite(self, content: bytes) -> None:
        folder = folder_of(self.house.app)
        (folder.path / self.number()[:2] / self.number()).write_bytes(content)


@contextmanager
def kept_on(database_url: str, **settings: object) -> Iterator[Kept]:
    house = house_on(database_url, measures=2, **settings)
    house.person("Ainur", ("coordinator", house.measures[0]))
    house.person("Chief", ("executive", None))
    house.person("Control", ("controller", None))
    house.person("Nobody")
    yield Kept(house, put(house))
    house.close()


def put(house: House, **options: object) -> int:
    with house.database.writing() as session:
        options = {"at": NOW, **options}
        folder, author = folder_of(house.app), house.people["Ainur"]
        seq = document_in(session, folder, house.roadmap_id, house.measures[0], author, **options)  # type: ignore[arg-type]
        session.commit()
    return seq


@pytest.fixture
def kept(database_url: str) -> Iterator[Kept]:
    with kept_on(database_url) as found:
        yield found


def test_a_file_is_served_as_an_attachment_that_nothing_in_a_browser_runs(kept: Kept) -> None:
    answer = kept.get()
    assert (answer.status_code, answer.data) == (200, PDF)
    headers = answer.headers
    assert headers["Content-Disposition"] == "attachment; filename=order.pdf"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cache-Control"] == "private, no-cache"


def test_a_file_that_the_browser_has_is_not_sent_again(kept: Kept) -> None:
    tag = kept.get().headers["ETag"]
    again = kept.get(**{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_name_in_kazakh_arrives_as_it_is(kept: Kept) -> None:
    kept.house.browser("Ainur").post(
        "/measures/1/evidence",
        data={"number": "5", "dated_on": "2026-11-02", "file": (BytesIO(PDF), "Бұйрық №5.pdf")},
    )
    page = kept.house.browser("Chief").get("/measures/1/evidence").text
    assert "Бұйрық №5.pdf" in page
    answer = kept.house.browser("Chief").get(f"/measures/1/evidence/{kept.seq + 1}/file")
    assert "filename*=UTF-8''%D0%91%D2%B1" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("who", ["Ainur", "Chief", "Control"])
def test_whoever_has_a_role_gets_it(kept: Kept, who: str) -> None:
    assert kept.get(who).status_code == 200


def test_nobody_else_does_even_where_progress_is_public(database_url: str) -> None:
    with kept_on(database_url, PUBLIC_PROGRESS=True) as kept:
        assert kept.get("Nobody").status_code == 404
        assert kept.get(None).status_code == 302
        for who in (None, "Nobody"):
            page = kept.house.browser(who).get("/measures/1").text
            assert "order.pdf" not in page
            assert 'id="evidence"' not in page
        assert "order.pdf" in kept.house.browser("Chief").get("/measures/1").text


@pytest.mark.parametrize(
    "path", ["/measures/2/evidence/{seq}/file", "/measures/1/evidence/1/file", "/measures/1/evidence/999/file"]
)
def test_a_file_has_only_its_own_address(kept: Kept, path: str) -> None:
    assert kept.house.browser("Chief").get(path.format(seq=kept.seq)).status_code == 404


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out_and_is_told_to_the_log(
    kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    kept.overwrite(PDF.replace(b"1.4", b"1.5"))
    with caplog.at_level(logging.ERROR):
        answer = kept.get()
    assert answer.status_code == 500
    assert "The file is damaged" in answer.text
    assert "is not the one that was put in" in caplog.text


def test_a_file_that_is_gone_from_the_disk_is_told_so(kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    folder_of(kept.house.app).remove(kept.number())
    with caplog.at_level(logging.ERROR):
        answer = kept.get()
    assert answer.status_code == 500
    assert "The file is damaged" in answer.text
    assert "cannot be read" in caplog.text


def test_the_measures_page_lists_documents_and_links_the_completion_document_to_its_copy(kept: Kept) -> None:
    milestone = kept.house.milestones[0][0]
    document = Document("17", TODAY.replace(day=2), "Order")
    fact = ProgressFact(Progress.REPORTED_DONE, actual_on=TODAY, document=document)
    kept.house.say(kept.house.measures[0], Statement(Facet.PROGRESS, fact, milestone), author="Ainur")
    page = kept.house.browser("Chief").get("/measures/1", headers={"Accept-Language": "en"}).text
    assert page.count(f'href="{kept.path}"') == 2
    assert "SHA-256" in page
    assert "Ainur" in page


def test_a_page_of_a_day_before_knows_nothing_of_the_document(kept: Kept) -> None:
    page = kept.house.browser("Chief").get("/measures/1?on=2026-11-20", headers={"Accept-Language": "en"}).text
    assert "No documents yet" in page


@pytest.mark.parametrize("path", ["/measures/1", "/measures/1/evidence"])
def test_twice_the_documents_cost_the_same_queries(kept: Kept, path: str) -> None:
    browser = kept.house.browser("Control")
    with kept.house.app.app_context():
        engine = database().engine
    counts = []
    for _ in range(2):
        with counted(engine) as count:
            browser.get(path)
        counts.append(count.total)
        for number in range(10):
            put(kept.house, number=str(number))
    assert counts[0] == counts[1]
