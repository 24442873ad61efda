"""Whatever a program of any role sends, the answer is one that the document describes, and never an error of ours."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig
from sqlalchemy import update

from roadmap.access import bearer
from roadmap.store.access_tokens import AccessTokenRow
from tests.builders.programs import BASE, Programs, programs_on

ROLES = (
    "recipient",
    "executive",
    "coordinator",
    "other_coordinator",
    "controller",
    "administrator",
    "stranger",
    "disabled",
)
# What is well formed may be objected to by the rules of the forms, or cross what somebody else wrote.
ANSWERS = ["2xx", 401, 403, 404, 409, 422]
CONFIG = {"checks": {"positive_data_acceptance": {"expected-statuses": ANSWERS}}}
KNOWN: dict[str, Any] = {"slug": "first", "number": "1"}


def operations(programs: Programs) -> list[Any]:
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", programs.house.app, config=config)
    return [found.ok() for found in schema.get_all_operations()]


def hold(programs: Programs, role: str, operation: Any, mode: GenerationMode, examples: int, known: bool) -> None:
    """Sends what hypothesis makes up from the document, and holds every answer against it, with all checks."""
    names = {each["name"] for each in operation.definition.raw.get("parameters", ()) if each["in"] == "path"}
    path = {name: KNOWN[name] for name in names} if known and names else None
    headers = {"Authorization": f"Bearer {programs.tokens[role]}"}

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, path_parameters=path))
    def sent(case: Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS.get_all())

    sent()


def walk(programs: Programs, role: str, examples: int) -> None:
    found = operations(programs)
    assert len(found) == 11
    for operation in found:
        for mode in GenerationMode:
            for known in (True, False):
                hold(programs, role, operation, mode, examples, known)


@pytest.fixture
def unlimited(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programs]:
    monkeypatch.setattr(bearer, "A_MINUTE", 10**6)
    found = programs_on(sqlite_url)
    yield found
    found.house.database.engine.dispose()


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_as_described(unlimited: Programs, role: str) -> None:
    walk(unlimited, role, examples=3)


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_of_many_is_as_described(unlimited: Programs, role: str) -> None:
    walk(unlimited, role, examples=150)


@time_machine.travel(datetime(2026, 11, 23, 5, tzinfo=UTC), tick=False)
def test_a_token_that_is_used_up_is_answered_as_described(sqlite_url: str) -> None:
    programs = programs_on(sqlite_url)
    with programs.house.database.writing() as session:
        session.execute(update(AccessTokenRow).values(minute=datetime.now(UTC), drawn=bearer.A_MINUTE))
        session.commit()
    operation = next(each for each in operations(programs) if each.path.endswith("/portfolio"))
    case = operation.Case(path_parameters={"slug": "first"})
    answer = case.call(headers={"Authorization": f"Bearer {programs.tokens['controller']}"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, ["61"])
    operation.validate_response(answer)
