"""Who gets what with a token: never more than its person, never more than its scopes, and nothing without one."""

from datetime import UTC, datetime

import pytest
import time_machine

from roadmap.access import bearer
from roadmap.domain.access_tokens import Scope
from roadmap.store.account_reading import disable
from tests.builders.people import browser_with, sign_in_row
from tests.builders.programs import BASE, Programs, programs_on

OF_FIRST = ("recipient", "executive", "coordinator", "other_coordinator", "controller")
OTHERS = ("administrator", "stranger")
READ = (
    "/roadmaps/first",
    "/roadmaps/first/portfolio",
    "/roadmaps/first/plan",
    "/roadmaps/first/indicators",
    "/roadmaps/first/days?year=2026",
    "/roadmaps/first/lines",
    "/roadmaps/first/measures/1",
    "/roadmaps/first/measures/1/evidence",
)


def test_a_road_map_is_read_by_whoever_has_a_role_on_it_and_is_not_there_for_others(programs: Programs) -> None:
    for path in READ:
        assert {role: programs.ask(role, path).status_code for role in OF_FIRST} == dict.fromkeys(OF_FIRST, 200), path
        assert {role: programs.ask(role, path).status_code for role in OTHERS} == dict.fromkeys(OTHERS, 404), path
        assert programs.ask("disabled", path).status_code == 401
        assert programs.ask(None, path).status_code == 401


def test_what_is_not_there_and_what_may_not_be_seen_are_answered_alike(programs: Programs) -> None:
    answers = [programs.ask("stranger", f"/roadmaps/{slug}/portfolio") for slug in ("first", "no-such-map")]
    assert answers[0].data == answers[1].data
    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_road_maps_listed_are_those_that_may_be_read(programs: Programs) -> None:
    seen = {
        role: [each["slug"] for each in programs.get(role, "/roadmaps")["roadmaps"]] for role in (*OF_FIRST, *OTHERS)
    }
    assert seen == {role: ["first"] for role in OF_FIRST} | {"administrator": [], "stranger": ["second"]}


def test_a_public_installation_is_still_read_with_a_token_only(sqlite_url: str) -> None:
    programs = programs_on(sqlite_url, PUBLIC_PROGRESS=True)
    assert programs.ask(None, "/roadmaps/first/portfolio").status_code == 401
    assert programs.ask("stranger", "/roadmaps/first/portfolio").status_code == 200
    # Who wrote what, and which files there are, is for people with a role.
    assert programs.ask("stranger", "/roadmaps/first/lines").status_code == 404
    assert programs.ask("stranger", "/roadmaps/first/measures/1/evidence").status_code == 404


def test_a_cookie_opens_nothing_and_none_is_set(programs: Programs) -> None:
    with programs.house.database.writing() as session:
        token = sign_in_row(session, programs.house.people["controller"])
        session.commit()
    answer = browser_with(programs.house.app, token).get(f"{BASE}/roadmaps?lang=kk")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    answer = programs.ask("controller", "/roadmaps")
    assert "Set-Cookie" not in answer.headers
    assert not [name for name, _value in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer roadmap_", "Basic YTpi", "Bearer roadmap_Қ", "bearer x" * 999])
def test_whatever_else_is_said_is_no_token(programs: Programs, said: str) -> None:
    answer = programs.ask(None, "/roadmaps", headers={"Authorization": said.encode().decode("latin-1")})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_a_token_does_what_its_scopes_say_and_no_more(programs: Programs) -> None:
    programs.give("controller", Scope.DECIDE)
    assert programs.ask("controller", "/roadmaps").status_code == 403
    programs.give("coordinator", Scope.READ)
    answer = programs.send("coordinator", "/roadmaps/first/measures/1/reports", {"last_seen": 0})
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_a_token_ends_the_moment_its_account_is_closed(programs: Programs) -> None:
    assert programs.ask("executive", "/roadmaps").status_code == 200
    with programs.house.database.writing() as session:
        disable(session, programs.house.people["executive"], datetime.now(UTC))
        session.commit()
    assert programs.ask("executive", "/roadmaps").status_code == 401


def test_too_many_requests_are_told_to_wait(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearer, "A_MINUTE", 20)
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        answers = [programs.ask("executive", "/roadmaps") for _ in range(21)]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        assert answers[-1].json["code"] == "too_many_requests"
        wait = int(answers[-1].headers["Retry-After"])
        assert 0 < wait <= 61
        assert programs.ask("controller", "/roadmaps").status_code == 200
        clock.shift(wait)
        assert programs.ask("executive", "/roadmaps").status_code == 200


def test_problems_are_told_as_such_wherever_they_arise(programs: Programs) -> None:
    for path, method, code in (
        ("/nowhere", "GET", 404),
        ("/roadmaps", "DELETE", 405),
        ("/roadmaps/first/portfolio?on=yesterday", "GET", 400),
        ("/roadmaps/first/portfolio?on=2999-01-01", "GET", 422),
        ("/roadmaps/first/portfolio?known=2026-11-23T14:00", "GET", 422),
        ("/roadmaps/first/portfolio?om=2026-11-23", "GET", 400),
        ("/roadmaps/first/days", "GET", 400),
        ("/roadmaps/first/lines?after=1&after=2", "GET", 400),
        ("/roadmaps/first/lines?limit=501", "GET", 400),
    ):
        answer = programs.ask("controller", path, method)
        assert (answer.status_code, answer.mimetype) == (code, "application/problem+json"), path
        assert answer.json["status"] == code
        assert answer.json["type"].endswith(answer.json["code"])
