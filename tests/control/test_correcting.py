"""Correcting a decision."""

from datetime import date, timedelta

import pytest

from roadmap.domain.facts import CorrectionFact, DeadlineFact, Document, OwnerFact, Progress, Verdict, VerdictFact
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.store.ledger import append
from roadmap.store.ledger_reading import lines_of
from roadmap.web.sessions import now
from tests.builders.portfolios import progress, write
from tests.control.conftest import TODAY, House

BASIS = Document("15-p", TODAY)


def decided(house: House, *statements: Statement, by: str = "controller") -> int:
    with house.app.test_request_context(), house.writing() as session:
        return append(
            session,
            roadmap_id=house.built.id,
            measure_id=house.built.measures["1"],
            act=Act.DECISION,
            statements=statements,
            effective_on=TODAY,
            recorded_at=now(),
            author_id=house.people[by],
        )


def verdict(house: House, taken: Verdict, reason: str = "") -> Statement:
    return Statement(Facet.VERDICT, VerdictFact(taken, reason), house.built.milestones["1.1"])


def correcting(seq: int, **fields: object) -> dict[str, object]:
    return {"reason": "Wrong", "effective_on": TODAY.isoformat(), "last_seen": seq, **fields}


def facts(house: House) -> list[object]:
    with house.database.reading() as session:
        return [entry.fact for entry in lines_of(session, house.built.measures["1"], TODAY, None)[0].entries]


def test_a_verdict_is_put_right(house: House) -> None:
    with house.writing() as session:
        said = progress(house.built.milestones["1.1"], Progress.REPORTED_DONE, actual=TODAY)
        write(session, house.built, "1", said, on=TODAY, by=house.people["coordinator"])
    seq = decided(house, verdict(house, Verdict.CONFIRMED))
    client, address = house.client("second"), f"/control/1/lines/{seq}/correct"
    assert "Confirmed done" in client.get(address).text
    returned = correcting(seq, **{"entry_0-verdict": "returned", "entry_0-reason": ""})
    assert client.post(address, data=returned).status_code == 422
    returned["entry_0-reason"] = "The annex is missing"
    assert client.post(address, data=returned).status_code == 303
    assert facts(house) == [CorrectionFact(seq, "Wrong"), VerdictFact(Verdict.RETURNED, "The annex is missing")]
    assert house.portfolio().measures[0].milestones[0].control is ControlStatus.RETURNED


def test_nobody_turns_a_verdict_into_a_confirmation_of_his_own_report(house: House) -> None:
    with house.writing() as session:
        said = progress(house.built.milestones["1.1"], Progress.REPORTED_DONE, actual=TODAY)
        write(session, house.built, "1", said, on=TODAY, by=house.people["controller"])
    seq = decided(house, verdict(house, Verdict.RETURNED, "The annex is missing"), by="second")
    sent = correcting(seq, **{"entry_0-verdict": "confirmed"})
    answer = house.client("controller").post(f"/control/1/lines/{seq}/correct", data=sent)
    assert answer.status_code == 422
    assert "somebody else confirms it" in answer.text


def test_an_approved_date_is_put_right_in_its_notation(house: House) -> None:
    wrong = DeadlineFact(Deadline(DeadlineKind.QUARTER, date(2026, 12, 31)), BASIS, "Deputy PM")
    seq = decided(house, Statement(Facet.DEADLINE, wrong, house.built.milestones["1.1"]))
    fields = {"basis_number": "15-p", "basis_date": TODAY.isoformat(), "decided_by": "Deputy PM", "reason": ""}
    sent = correcting(seq, **{f"entry_0-{name}": text for name, text in fields.items()}, **{"entry_0-on": "2027-02-01"})
    client, address = house.client("controller"), f"/control/1/lines/{seq}/correct"
    assert client.post(address, data=sent | {"entry_0-decided_by": ""}).status_code == 422
    late = {"entry_0-basis_date": (TODAY + timedelta(days=1)).isoformat()}
    assert "cannot be later than" in client.post(address, data=sent | late).text
    assert client.post(address, data=sent).status_code == 303
    dates = house.portfolio().measures[0].milestones[0].dates
    assert dates.approved
    assert (dates.approved.on, dates.moves) == (date(2027, 3, 31), 0)


def test_an_owner_is_put_right(house: House) -> None:
    person = house.people["coordinator"]
    seq = decided(house, Statement(Facet.OWNER, OwnerFact(None, house.people["executive"])))
    client, address = house.client("controller"), f"/control/1/lines/{seq}/correct"
    assert client.get(address).status_code == 200
    assert client.post(address, data=correcting(seq)).status_code == 422
    assert client.post(address, data=correcting(seq, **{"entry_0-person": "9999"})).status_code == 422
    assert client.post(address, data=correcting(seq, **{"entry_0-person": person})).status_code == 303
    responsible = house.portfolio().measures[0].responsible
    assert responsible.person
    assert responsible.person.id == person


@pytest.mark.parametrize(
    ("who", "status"), [("second", 200), ("coordinator", 403), ("executive", 403), ("stranger", 404)]
)
def test_decisions_are_corrected_by_the_controlling_side(house: House, who: str, status: int) -> None:
    seq = decided(house, verdict(house, Verdict.REMOVED, "Decree"))
    assert house.client(who).get(f"/control/1/lines/{seq}/correct").status_code == status


@pytest.mark.parametrize("kind", [DeadlineKind.DAY, DeadlineKind.HALF_YEAR])
@pytest.mark.parametrize("field", ["on", "basis_date"])
@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31"])
def test_an_approved_date_is_one_of_the_calendar(house: House, kind: DeadlineKind, field: str, typed: str) -> None:
    wrong = DeadlineFact(Deadline(kind, date(2026, 12, 31)), BASIS, "Deputy PM")
    seq = decided(house, Statement(Facet.DEADLINE, wrong, house.built.milestones["1.1"]))
    fields = {"basis_number": "15-p", "basis_date": TODAY.isoformat(), "decided_by": "Deputy PM", "on": "2027-02-01"}
    sent = correcting(seq, **{f"entry_0-{name}": text for name, text in (fields | {field: typed}).items()})
    answer = house.client("controller").post(f"/control/1/lines/{seq}/correct", data=sent)
    assert answer.status_code == 422
    assert "The year must lie between" in answer.text or "cannot be later than" in answer.text


def reported_done(house: House, by: str) -> None:
    with house.writing() as session:
        said = progress(house.built.milestones["1.1"], Progress.REPORTED_DONE, actual=TODAY)
        write(session, house.built, "1", said, on=TODAY, by=house.people[by])


def excluded(house: House, milestone: str | None = "1.1") -> Statement:
    fact = VerdictFact(Verdict.EXCLUDED, "By the protocol", BASIS)
    return Statement(Facet.VERDICT, fact, house.built.milestones[milestone] if milestone else None)


@pytest.mark.parametrize(
    ("milestone", "said"), [("1.1", "It is not reported done"), (None, "A measure is confirmed or returned through")]
)
def test_nothing_becomes_confirmed_that_nobody_reported_done(house: House, milestone: str | None, said: str) -> None:
    seq = decided(house, excluded(house, milestone))
    sent = correcting(seq, **{"entry_0-verdict": "confirmed"})
    answer = house.client("second").post(f"/control/1/lines/{seq}/correct", data=sent)
    assert answer.status_code == 422
    assert said in answer.text


def test_what_was_reported_after_the_wrong_verdict_is_not_confirmed_in_its_place(house: House) -> None:
    seq = decided(house, verdict(house, Verdict.REMOVED, "Decree"))
    reported_done(house, "coordinator")
    sent = correcting(seq + 1, **{"entry_0-verdict": "confirmed"})
    assert house.client("second").post(f"/control/1/lines/{seq}/correct", data=sent).status_code == 422


def test_a_confirmation_is_worded_anew_whatever_was_decided_since_but_not_by_whoever_reported(house: House) -> None:
    reported_done(house, "controller")
    seq = decided(house, verdict(house, Verdict.CONFIRMED), by="second")
    decided(house, verdict(house, Verdict.RESUMED, "More is to be done"), by="second")
    sent = correcting(seq + 1, **{"entry_0-verdict": "confirmed", "entry_0-reason": "Accepted"})
    address = f"/control/1/lines/{seq}/correct"
    assert "somebody else confirms it" in house.client("controller").post(address, data=sent).text
    assert house.client("second").post(address, data=sent).status_code == 303
