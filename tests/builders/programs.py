"""Programs of people of every role, each with a token, on a house with something of everything."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from roadmap.access.tokens import PREFIX
from roadmap.domain.access_tokens import Scope
from tests.builders.people import token_row
from tests.house.built import House, house_on

BASE = "/api/v1"


@dataclass
class Programs:
    """A house, and the token of everybody in it."""

    house: House
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, role: str | None, path: str, method: str = "GET", **sent: Any) -> TestResponse:
        """What the program of somebody of this role is answered; of nobody's without a role."""
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        headers |= sent.pop("headers", {})
        return self.house.app.test_client().open(BASE + path, method=method, headers=headers, **sent)

    def get(self, role: str, path: str) -> Any:
        """What is answered, where it is known to be."""
        answer = self.ask(role, path)
        assert answer.status_code == 200, answer.text
        return answer.json

    def send(self, role: str, path: str, body: dict[str, Any], key: str = "") -> TestResponse:
        """Sends a body under a key; a new one unless one is given."""
        key = key or uuid4().hex
        return self.ask(role, path, "POST", json=body, headers={"Idempotency-Key": key})

    def give(self, role: str, *scopes: Scope) -> None:
        """A further token for somebody, in place of the one before."""
        self.tokens[role] = f"{PREFIX}{uuid4().hex}"
        with self.house.database.writing() as session:
            token_row(session, self.house.people[role], *scopes, token=self.tokens[role])
            session.commit()


def programs_on(database_url: str, **settings: Any) -> Programs:
    """A house in a migrated database, and a token with every scope for everybody in it."""
    found = Programs(house_on(database_url, **settings))
    for role in found.house.people:
        found.give(role, *Scope)
    return found
