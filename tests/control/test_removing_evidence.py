"""A file is removed only by a decision, which leaves its number, its checksum, and who decided, when and why."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from werkzeug.test import TestResponse

from roadmap.domain.facts import Document, EvidenceRemovedFact, Progress, ProgressFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.store.evidence import all_files
from roadmap.store.evidence_reading import evidence_of
from tests.builders.documents import document_in, folder_of
from tests.builders.house import NOW, TODAY, House, house_on

DECISION = {"reason": "Put in by mistake", "basis_number": "88", "basis_on": "2026-11-20"}


@pytest.fixture
def removing(database_url: str) -> Iterator[House]:
    built = house_on(database_url)
    built.person("Ainur", ("coordinator", built.measures[0]))
    built.person("Control", ("controller", None))
    built.person("Second", ("controller", None))
    with built.database.writing() as session:
        document_in(
            session,
            folder_of(built.app),
            built.roadmap_id,
            built.measures[0],
            built.people["Ainur"],
            at=NOW - timedelta(days=7),
        )
        session.commit()
    yield built
    built.close()


def decide(house: House, who: str = "Control", **fields: str) -> TestResponse:
    path = f"/control/evidence/{house.last_line(house.measures[0])}"
    return house.browser(who).post(path, data=DECISION | fields)


def test_the_decision_deletes_the_file_and_leaves_its_traces(removing: House) -> None:
    seq = removing.last_line(removing.measures[0])
    assert decide(removing).status_code == 303
    assert list(folder_of(removing.app).files()) == []
    with removing.database.reading() as session:
        (found,) = evidence_of(session, removing.measures[0], TODAY)
        (row,) = all_files(session).values()
    assert found.removed is not None
    fact = found.removed.fact
    assert isinstance(fact, EvidenceRemovedFact)
    assert (fact.evidence_seq, fact.sha256, fact.reason) == (seq, row.sha256, "Put in by mistake")
    assert found.removed.act is Act.DECISION
    assert row.removed_seq == found.removed.seq
    answer = removing.browser("Ainur").get(f"/measures/1/evidence/{seq}/file")
    assert answer.status_code == 410
    for words in ("The file was removed", "Put in by mistake", "Control", "88", "SHA-256"):
        assert words in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "State the reason"),
        ({"basis_number": ""}, "Fill in this field"),
        ({"basis_on": ""}, "Fill in this field"),
        ({"basis_on": "2026-11-24"}, "The date cannot be later than"),
        ({"basis_on": "30.02.2026"}, "Enter a date as DD.MM.YYYY"),
        ({"reason": "x" * 2001}, "The text is too long: 2,001 characters, at most 2,000"),
    ],
)
def test_a_decision_without_its_grounds_is_refused(removing: House, fields: dict[str, str], sentence: str) -> None:
    answer = decide(removing, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(list(folder_of(removing.app).files())) == 1


def test_a_file_is_removed_once(removing: House) -> None:
    path = f"/control/evidence/{removing.last_line(removing.measures[0])}"
    assert removing.browser("Control").post(path, data=DECISION).status_code == 303
    lines = len(removing.lines(removing.measures[0]))
    again = removing.browser("Second").post(path, data=DECISION)
    assert again.status_code == 422
    assert "There is no file here any more" in again.text
    assert len(removing.lines(removing.measures[0])) == lines


def test_a_line_without_a_file_has_no_page_of_removal(removing: House) -> None:
    assert removing.browser("Control").get("/control/evidence/1").status_code == 404


def test_the_coordinator_removes_nothing(removing: House) -> None:
    assert decide(removing, who="Ainur").status_code == 403
    assert "control/evidence" not in removing.browser("Ainur").get("/measures/1/evidence").text
    assert "control/evidence" in removing.browser("Control").get("/measures/1/evidence").text


def test_whoever_confirms_finds_the_copy_of_the_completion_document(removing: House) -> None:
    seq, milestone = removing.last_line(removing.measures[0]), removing.milestones[0][0]
    day = TODAY - timedelta(days=7)
    fact = ProgressFact(Progress.REPORTED_DONE, actual_on=day, document=Document("17", date(2026, 11, 2), "Order"))
    removing.say(removing.measures[0], Statement(Facet.PROGRESS, fact, milestone), author="Ainur", on=day)
    page = removing.browser("Control").get(f"/control/1/{removing.measures[0]}.1").text
    assert f'href="/measures/1/evidence/{seq}/file"' in page
