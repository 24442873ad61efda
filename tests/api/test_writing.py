"""Programs write under the rules of the forms: once for each key, only on what they have seen, with a receipt."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from roadmap.store.audit import first_misfit
from tests.builders.programs import Programs

REPORTS = "/roadmaps/first/measures/1/reports"
DECISIONS = "/roadmaps/first/measures/1/decisions"
BASIS = {"number": "12-3", "dated_on": "2026-11-02"}
KEY = "a-key-of-a-program-1"


def today() -> str:
    # The road map's own day.
    return (datetime.now(UTC) + timedelta(hours=5)).date().isoformat()


def last_line(programs: Programs) -> int:
    found: int = programs.get("controller", "/roadmaps/first/measures/1")["last_line"]
    return found


def report(programs: Programs, **changed: Any) -> dict[str, Any]:
    said = {"last_seen": last_line(programs), "confidence": "at_risk", "done": {"ru": "Сделано.", "en": "Done."}}
    return said | changed


def test_a_report_is_a_line_with_a_receipt(programs: Programs) -> None:
    answer = programs.send("coordinator", REPORTS, report(programs))
    assert answer.status_code == 201
    lines = programs.get("coordinator", "/roadmaps/first/lines")["lines"]
    assert (lines[-1]["seq"], lines[-1]["checksum"]) == (answer.json["seq"], answer.json["checksum"])
    assert lines[-1]["author_id"] == programs.house.people["coordinator"]
    measure = programs.get("coordinator", "/roadmaps/first/measures/1")
    assert measure["last_report"]["done"] == {"kk": None, "ru": "Сделано.", "en": "Done."}
    with programs.house.database.reading() as session:
        assert first_misfit(session, 1) is None


def test_the_same_key_has_one_effect_and_one_answer(programs: Programs) -> None:
    body = report(programs)
    first, again = (programs.send("coordinator", REPORTS, body, KEY) for _ in range(2))
    assert (first.status_code, first.data) == (again.status_code, again.data)
    other = programs.send("coordinator", REPORTS, body | {"done": {"en": "Something else."}}, KEY)
    assert (other.status_code, other.json["code"]) == (422, "key_reused")
    assert last_line(programs) == first.json["seq"]


def test_without_a_key_nothing_is_written(programs: Programs) -> None:
    answer = programs.ask("coordinator", REPORTS, "POST", json=report(programs))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (400, "Idempotency-Key")


def test_whoever_has_not_seen_the_last_line_is_shown_it(programs: Programs) -> None:
    body = report(programs)
    written = programs.send("coordinator", REPORTS, body).json
    answer = programs.send("coordinator", REPORTS, body)
    assert answer.status_code == 409
    assert answer.json["last_line"] == written["seq"]
    assert [line["checksum"] for line in answer.json["lines"]] == [written["checksum"]]
    answer = programs.send("coordinator", REPORTS, body | {"last_seen": 999})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "last_seen")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"confidence": None}, "confidence required"),
        ({"done": {"en": "–"}}, "done required"),
        ({"done": {"en": "x" * 4001}}, "done.en too_long"),
        ({"done": {"en": "x\u202ey"}}, "done.en bad_character"),
        ({"effective_on": "2999-01-01"}, "effective_on in_future"),
        ({"milestones": [{"number": "9.9", "state": "in_progress"}]}, "milestones.0.state unknown"),
        ({"milestones": [{"number": "1.1", "state": "reported_done"}]}, "milestones.0.actual_on needs_actual"),
        ({"milestones": [{"number": "1.1", "state": "in_progress"}] * 2}, "milestones.1.state unknown"),
        ({"withdrawals": [{"ask": 99, "reason": "x"}]}, "withdrawals.0.reason not_open"),
        ({"ask": {"what": {}, "whom": "A", "by": "2000-01-01"}}, "ask.by in_past"),
        ({"ask": {"what": {}, "whom": "A", "by": "2000-01-01", "post": 999}}, "ask.post unknown"),
        ({"extension": {"to": "2000-01-01", "reason": ""}}, "extension.reason needs_reason"),
    ],
)
def test_what_the_form_would_object_to_is_named_by_its_field(
    programs: Programs, changed: dict[str, Any], said: str
) -> None:
    answer = programs.send("coordinator", REPORTS, report(programs, **changed))
    assert (answer.status_code, answer.json["code"]) == (422, "objections")
    assert said in [f"{each['field']} {each['code']}" for each in answer.json["errors"]]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"last_seen": "1"}',
        '{"last_seen": 1, "more": 2}',
        '{"last_seen": true}',
        '"\\ud800"',
        "[" * 9999,
    ],
)
def test_a_body_that_is_not_as_described_is_refused(programs: Programs, body: str) -> None:
    headers = {"Idempotency-Key": KEY}
    answer = programs.ask("coordinator", REPORTS, "POST", data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")
    answer = programs.ask("coordinator", REPORTS, "POST", data={"last_seen": 1}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")


def test_who_may_not_report_or_decide_on_a_page_may_not_by_a_program(programs: Programs) -> None:
    body = report(programs)
    verdict = {"kind": "verdict", "verdict": "confirmed", "milestone": "1.1", "last_seen": last_line(programs)}
    for role, reports, decides in (
        ("recipient", 403, 403),
        ("executive", 403, 403),
        ("other_coordinator", 403, 403),
        ("controller", 403, None),
        ("coordinator", None, 403),
        ("administrator", 404, 404),
        ("stranger", 404, 404),
        ("disabled", 401, 401),
    ):
        if reports:
            assert programs.send(role, REPORTS, body).status_code == reports, role
        if decides:
            assert programs.send(role, DECISIONS, verdict).status_code == decides, role


def decide(programs: Programs, **said: Any) -> Any:
    return programs.send("controller", DECISIONS, {"last_seen": last_line(programs)} | said)


def test_what_was_reported_done_is_confirmed(programs: Programs) -> None:
    assert decide(programs, kind="verdict", verdict="confirmed", milestone="1.1").status_code == 201
    milestone = programs.get("controller", "/roadmaps/first/measures/1")["milestones"][0]
    assert milestone["control"] in ("confirmed_done", "done_late")
    again = decide(programs, kind="verdict", verdict="confirmed", milestone="1.1")
    assert (again.status_code, again.json["errors"][0]["code"]) == (422, "not_reported_done")


def test_what_was_returned_can_be_granted_a_later_date(programs: Programs) -> None:
    assert decide(programs, kind="verdict", verdict="returned", milestone="1.1", reason="Incomplete").status_code == 201
    first = {"kind": "approved_date", "milestone": "1.1", "decided_by": "PM", "basis": BASIS}
    assert decide(programs, **first, approved={"kind": "day", "on": today()}).status_code == 201
    later = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    row = {
        "number": "1.1",
        "state": "in_progress",
        "forecast_on": later,
        "forecast_reason": "x",
        "wants_extension": True,
    }
    assert programs.send("coordinator", REPORTS, report(programs, milestones=[row])).status_code == 201
    asked = programs.get("controller", "/roadmaps/first/measures/1")["milestones"][0]["extension"]
    granted = {"kind": "extension", "asked": asked["seq"], "granted": True, "reason": "x"} | {
        name: first[name] for name in ("milestone", "decided_by", "basis")
    }
    answer = decide(programs, **granted)
    assert "approved.kind required" in [f"{each['field']} {each['code']}" for each in answer.json["errors"]]
    assert decide(programs, **granted, approved={"kind": "day", "on": later}).status_code == 201
    dates = programs.get("controller", "/roadmaps/first/measures/1")["milestones"][0]["dates"]
    assert (dates["approved"]["on"], dates["original"]["on"], dates["moves"]) == (later, today(), 1)


def test_an_ask_is_answered_once(programs: Programs) -> None:
    seq = programs.get("controller", "/roadmaps/first/measures/1")["asks"][0]["seq"]
    assert decide(programs, kind="answer", ask=seq, text="The ministry pays.").status_code == 201
    assert programs.get("controller", "/roadmaps/first/measures/1")["asks"] == []
    again = decide(programs, kind="answer", ask=seq, text="The ministry pays.")
    assert (again.status_code, again.json["errors"][0]["code"]) == (422, "not_open")


def test_a_decision_of_no_known_kind_names_its_field(programs: Programs) -> None:
    answer = decide(programs, kind="wish")
    assert answer.status_code == 400
    answer = decide(programs, kind="verdict", verdict="loved")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (400, "verdict")
    answer = decide(programs, kind="verdict", verdict="excluded", milestone="7.7")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "milestone")
