"""Correcting the number and the date of a document that was put into the record."""

from datetime import timedelta

import pytest

from roadmap.domain.evidence import file_of
from roadmap.domain.facts import Document, EvidenceFact, EvidenceRemovedFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.store.evidence import add_file
from roadmap.store.evidence_checking import known_files
from roadmap.store.evidence_reading import evidence_in_line, evidence_of
from roadmap.store.ledger import append
from roadmap.web.sessions import now
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import send, words_in

FILE = EvidenceFact(Document("15-slip", TODAY), "a" * 32, "plan.pdf", "application/pdf", 4, "b" * 64)


def put_in(house: House, fact: EvidenceFact, act: Act = Act.DECISION) -> int:
    with house.app.test_request_context(), house.writing() as session:
        return written(session, house, Statement(Facet.EVIDENCE, fact, house.built.milestones["1.1"]), act)


def written(session: object, house: House, said: Statement, act: Act = Act.DECISION) -> int:
    by = house.people["coordinator" if act is Act.REPORT else "controller"]
    seq = append(
        session,  # type: ignore[arg-type]  # The tests' own session.
        roadmap_id=house.built.id,
        measure_id=house.built.measures["1"],
        act=act,
        statements=[said],
        effective_on=TODAY,
        recorded_at=now(),
        author_id=by,
    )
    fact = said.fact
    if isinstance(fact, EvidenceFact) and fact.file:
        measure = house.built.measures["1"]
        add_file(session, fact, roadmap_id=house.built.id, measure_id=measure, by=by, at=now(), line_seq=seq)  # type: ignore[arg-type]
    return seq


@pytest.mark.parametrize(
    ("act", "who", "page"),
    [
        (Act.DECISION, "controller", "/control/1/lines/{}/correct"),
        (Act.REPORT, "coordinator", "/measures/1/lines/{}/correct"),
    ],
)
def test_a_wrong_number_is_put_right_and_the_document_stays_the_same_one(
    house: House, act: Act, who: str, page: str
) -> None:
    seq = put_in(house, FILE, act)
    day = (TODAY - timedelta(days=1)).isoformat()
    typed = {"entry_0__number": "15-p", "entry_0__dated_on": day, "reason": "A slip of the pen"}
    assert send(house.client(who), page.format(seq), **typed).status_code == 303
    with house.database.reading() as session:
        (found,) = evidence_of(session, house.built.measures["1"], TODAY)
        known = known_files(session)
    assert (found.number, found.entry.seq) == (seq, seq + 1)
    assert (found.entry.fact.document.number, found.entry.fact.file) == ("15-p", FILE.file)
    named_by_line = Document("15-slip", TODAY, evidence=seq)
    assert file_of(named_by_line, house.built.milestones["1.1"], [found]) == found
    assert known.spoken[FILE.file].seq == known.rows[FILE.file].line_seq == seq


def test_the_page_of_evidence_shows_what_is_right_and_the_history_both(house: House) -> None:
    seq = put_in(house, EvidenceFact(Document("15-slip", TODAY)))
    client, page = house.client("controller"), f"/control/1/lines/{seq}/correct"
    assert send(client, page, entry_0__number="", reason="x").status_code == 422
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert send(client, page, entry_0__dated_on=tomorrow, reason="x").status_code == 422
    assert send(client, page, entry_0__number="15-p", reason="A slip of the pen").status_code == 303
    shown = words_in(client.get("/measures/1/evidence").text)
    assert "15-p" in shown
    assert "15-slip" not in shown
    history = words_in(client.get("/measures/1").text)
    assert f"corrected by line {seq + 1}" in history
    assert f"corrects line {seq}" in history


def test_a_document_with_a_file_is_not_left_out_and_its_removal_stays_known(house: House) -> None:
    seq = put_in(house, FILE)
    client, page = house.client("controller"), f"/control/1/lines/{seq}/correct"
    refused = send(client, page, entry_0__left_out="y", reason="x")
    assert refused.status_code == 422
    assert "Decide first that the file be removed" in words_in(refused.text)
    with house.app.test_request_context(), house.writing() as session:
        written(session, house, Statement(Facet.EVIDENCE_REMOVED, EvidenceRemovedFact(seq, FILE.sha256, "Restricted")))
    assert send(client, page, entry_0__number="15-p", reason="x").status_code == 303
    with house.database.reading() as session:
        (found,) = evidence_of(session, house.built.measures["1"], TODAY)
        again = evidence_in_line(session, house.built.id, found.entry.seq)
    assert found.removed
    assert not found.has_file
    assert again == found
