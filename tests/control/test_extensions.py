"""Requests for extensions: what the page says of them, and recording what was decided."""

from datetime import date, timedelta

from roadmap.domain.extensions import RequestState, pending_requests
from roadmap.domain.facts import DeadlineFact, Document, ExtensionFact, RefusalFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.store.ledger_reading import lines_of
from roadmap.store.people import GrantRow
from tests.builders.portfolios import approved, write
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import words_in

DUE = date(2026, 12, 25)
LETTER = Document("1-2/345", date(2026, 11, 2))
BASIS = {"basis_number": "55-p", "basis_date": TODAY.isoformat(), "decided_by": "The leadership"}


def asked_for(house: House, number: str | None = "1.1", to: date = date(2027, 3, 29)) -> int:
    """Approves a date and asks for another; the number of the line that asks."""
    milestone = house.built.milestones[number] if number else None
    with house.writing() as session:
        write(session, house.built, "1", approved(milestone, DUE), on=date(2026, 9, 1), act=Act.DECISION)
        fact = ExtensionFact(to, "The partner has not answered", LETTER)
        asked = Statement(Facet.EXTENSION, fact, milestone)
        return write(session, house.built, "1", asked, on=date(2026, 11, 20), by=house.people["coordinator"])


def sent(last_seen: int, **given: object) -> dict[str, object]:
    return {"effective_on": TODAY.isoformat(), "last_seen": last_seen, "reason": "Granted as asked", **BASIS, **given}


def test_the_page_says_who_asked_for_what_and_how_long_before_expiry(house: House) -> None:
    seq = asked_for(house)
    page = house.client("controller").get(f"/control/extensions/{seq}/1.1").text
    for words in ("29 Mar 2027", "Coordinator", "The partner has not answered", "1-2/345", "25 working days before"):
        assert words in page
    assert "The program records decisions and never grants one" in page
    assert house.client("controller").get(f"/control/extensions/{seq}").status_code == 200


def test_the_approved_date_moves_only_by_the_decision_that_names_the_request(house: House) -> None:
    seq = asked_for(house)
    assert house.portfolio().measures[0].milestones[0].dates.approved.on == DUE  # type: ignore[union-attr]
    client = house.client("controller")
    answer = client.post(f"/control/extensions/{seq}/1.1", data=sent(seq, granted="yes", kind="day", on="2027-03-29"))
    assert answer.status_code == 303
    state = house.portfolio().measures[0].milestones[0]
    fact = state.dates.decisions[-1].fact
    assert isinstance(fact, DeadlineFact)
    assert (fact.asked_seq, fact.decided_by, fact.basis) == (seq, "The leadership", Document("55-p", TODAY))
    assert (state.dates.moves, state.dates.moved_days, state.extension) == (1, 94, None)
    page = client.get(f"/control/extensions/{seq}/1.1").text
    assert "moved once, +94 days" in page
    assert "Extension granted" in page
    assert 'name="granted"' not in page


def test_a_refusal_leaves_the_date_and_says_who_refused(house: House) -> None:
    seq = asked_for(house)
    client = house.client("controller")
    refused = sent(seq, granted="no", reason="Too late", kind="", on="")
    assert client.post(f"/control/extensions/{seq}/1.1", data=refused).status_code == 303
    state = house.portfolio().measures[0].milestones[0]
    assert (state.dates.moves, state.extension) == (0, None)
    with house.database.reading() as session:
        fact = lines_of(session, house.built.measures["1"], TODAY, None)[0].entries[0].fact
    assert fact == RefusalFact(seq, "Too late", "The leadership", Document("55-p", TODAY))
    page = client.get(f"/control/extensions/{seq}/1.1").text
    assert "Extension refused" in page
    assert "Too late" in page


def test_an_extension_can_be_asked_for_a_whole_measure(house: House) -> None:
    seq = asked_for(house, None)
    found = pending_requests(house.portfolio())
    assert [(each.number, each.days_before, each.state) for each in found] == [("1", 25, RequestState.PENDING)]
    given = sent(seq, granted="yes", kind="quarter", on="2027-02-01")
    assert house.client("controller").post(f"/control/extensions/{seq}", data=given).status_code == 303
    measure = house.portfolio().measures[0]
    assert measure.extension is None
    assert measure.dates.approved
    assert measure.dates.approved.on == date(2027, 3, 31)


def test_a_request_made_after_the_date_is_said_to_be_late(house: House) -> None:
    with house.writing() as session:
        milestone = house.built.milestones["1.1"]
        write(session, house.built, "1", approved(milestone, date(2026, 11, 16)), on=date(2026, 9, 1))
        asked = Statement(Facet.EXTENSION, ExtensionFact(date(2026, 12, 28), "Late"), milestone)
        seq = write(session, house.built, "1", asked, on=date(2026, 11, 18))
    page = house.client("controller").get(f"/control/extensions/{seq}/1.1").text
    assert "asked 2 working days after expiry" in page
    assert "Not known" in page


BAD = [
    ({"granted": ""}, "Fill in this field"),
    ({"granted": "perhaps"}, "Fill in this field"),
    ({"decided_by": " "}, "Fill in this field"),
    ({"basis_number": ""}, "Fill in this field"),
    ({"basis_date": (TODAY + timedelta(days=1)).isoformat()}, "The date cannot be later than"),
    ({"basis_date": "31.02.2026"}, "Enter a date as DD.MM.YYYY"),
    ({"reason": ""}, "State the reason"),
    ({"on": "2026-12-25"}, "This date is already in force"),
    ({"on": "2026-12-01"}, "An extension ends later than the approved date, 25 Dec 2026"),
    ({"on": "0000-01-01"}, "Enter a date as DD.MM.YYYY"),
    ({"on": "1900-01-01"}, "The year must lie between"),
]


def test_a_decision_without_who_why_or_document_is_refused_and_keeps_what_was_typed(house: House) -> None:
    seq = asked_for(house)
    client = house.client("controller")
    for given, words in BAD:
        data = sent(seq, granted="yes", kind="day", on="2027-03-29", wording_ru="своими словами") | given
        answer = client.post(f"/control/extensions/{seq}/1.1", data=data)
        assert answer.status_code == 422, given
        assert words in answer.text, given
        assert "своими словами" in answer.text, given
    assert house.portfolio().measures[0].milestones[0].dates.moves == 0


def test_a_decision_that_crosses_another_shows_both(house: House) -> None:
    seq = asked_for(house)
    first = sent(seq, granted="no", reason="No")
    assert house.client("second").post(f"/control/extensions/{seq}/1.1", data=first).status_code == 303
    mine = sent(seq, granted="yes", kind="day", on="2027-03-29")
    answer = house.client("controller").post(f"/control/extensions/{seq}/1.1", data=mine)
    assert answer.status_code == 409
    assert f"the extension asked for in line {seq} was refused" in answer.text
    assert "Reason: No" in words_in(answer.text)
    again = mine | {"last_seen": seq + 1}
    assert house.client("controller").post(f"/control/extensions/{seq}/1.1", data=again).status_code == 409
    assert house.portfolio().measures[0].milestones[0].dates.moves == 0


def test_what_nobody_asked_for_has_no_page(house: House) -> None:
    seq = asked_for(house)
    client = house.client("controller")
    for address in (f"{seq}/1.2", f"{seq - 1}", "99", f"{seq}/x"):
        assert client.get(f"/control/extensions/{address}").status_code == 404, address
    with house.writing() as session:
        session.add(GrantRow(person_id=house.people["stranger"], role="executive", roadmap_id=house.built.id))
    assert house.client("stranger").get(f"/control/extensions/{seq}/1.1").status_code == 403
