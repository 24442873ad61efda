"""The document is OpenAPI 3.1, whole, and enough for a client that knows nothing else."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from roadmap.access.tokens import PREFIX
from roadmap.api.document import document
from roadmap.api.endpoints import ENDPOINTS
from roadmap.domain.access_tokens import Scope
from roadmap.domain.people import Role
from tests.builders.client import Client
from tests.builders.people import Held, app_on, somebody, token_row
from tests.builders.seeded import demonstrated, seeded, the_roadmap

TOKEN = f"{PREFIX}of-a-client"


@pytest.fixture(scope="module")
def client(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A client on the demonstration, for somebody who reports on measure 2 and decides."""
    file = tmp_path_factory.mktemp("api") / "copy.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    app = app_on(f"sqlite:///{file}")
    day = (datetime.now(UTC) + timedelta(hours=5)).date()
    with app.extensions["roadmap.database"].writing() as session:
        seeded(session, day=day - timedelta(days=1))
        demonstrated(session, day - timedelta(days=1))
        roadmap = the_roadmap(session).id
        person = somebody(session, "Program", Held(Role.CONTROLLER, roadmap), Held(Role.COORDINATOR, roadmap, 2)).id
        token_row(session, person, *Scope, token=TOKEN)
        session.commit()

    def send(method: str, address: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        sent = {"json": body} if body is not None else {}
        answer = app.test_client().open(address, method=method, headers=headers, **sent)
        return answer.status_code, answer.json

    status, found = send("GET", "/api/v1/openapi.json", {}, None)
    assert status == 200
    return Client(found, TOKEN, send)


def references(said: Any) -> set[str]:
    if isinstance(said, dict):
        own = {said["$ref"]} if isinstance(said.get("$ref"), str) else set()
        return own.union(*map(references, said.values()))
    return set().union(*map(references, said)) if isinstance(said, list) else set()


def test_everything_that_is_referred_to_is_there() -> None:
    found = document()
    assert found["openapi"].startswith("3.1")
    there = {f"#/components/{kind}/{name}" for kind in ("schemas", "responses") for name in found["components"][kind]}
    assert references(found) <= there
    assert len({each.name for each in ENDPOINTS}) == len(ENDPOINTS) == sum(map(len, found["paths"].values()))


def test_the_document_has_no_place_of_this_machine() -> None:
    assert "http://" not in json.dumps(document())


def test_every_example_of_the_document_runs(client: Client) -> None:
    ran = []
    for name, each, body, parameters in client.examples():
        if name == "days":
            parameters |= {"year": "2026"}
        if body is not None:
            body |= {
                "last_seen": client.call("measure", slug=parameters["slug"], number=parameters["number"])["last_line"]
            }
        assert client.call(name, body, **parameters)
        ran.append((name, each))
    assert ("report", "on_track") in ran
    assert ("decide", "excluded") in ran
    assert len(ran) == len(ENDPOINTS)


def test_a_client_made_from_the_document_reports_and_follows(client: Client) -> None:
    slug = client.call("roadmaps")["roadmaps"][0]["slug"]
    known = client.call("roadmap", slug=slug)["seq"]
    measure = client.call("measure", slug=slug, number="2")
    body = {"last_seen": measure["last_line"], "confidence": "on_track", "done": {"en": "The client said so."}}
    receipt = client.call("report", body, slug=slug, number="2")
    page = client.call("lines", slug=slug, after=known)
    assert [(line["seq"], line["checksum"]) for line in page["lines"]] == [(receipt["seq"], receipt["checksum"])]
    assert page["after"] == page["last"] == receipt["seq"]
    fact = page["lines"][0]["entries"][0]["fact"]
    assert fact["done"] == {"en": "The client said so."}
    assert [each["name"] for each in page["people"]] == ["Program"]


def test_the_reference_page_tells_every_operation_and_loads_nothing_from_elsewhere(sqlite_url: str) -> None:
    page = app_on(sqlite_url).test_client().get("/developers?lang=en").text
    for endpoint in ENDPOINTS:
        assert f'id="{endpoint.name}"' in page
    assert "style=" not in page
    assert "<script>" not in page
    assert "//cdn" not in page
