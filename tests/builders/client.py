"""A client that knows nothing but the OpenAPI document: operations by name, parameters where the document has them."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

Send = Callable[[str, str, dict[str, str], Any], tuple[int, Any]]
"""Method, address, headers and body in; status and body out."""


class Client:
    """``send`` is how a request goes out; everything else is in ``document``."""

    def __init__(self, document: dict[str, Any], token: str, send: Send) -> None:
        self._base = document["servers"][0]["url"]
        self._token, self._send = token, send
        self._operations = {
            said["operationId"]: (method.upper(), path, said)
            for path, methods in document["paths"].items()
            for method, said in methods.items()
        }

    def call(self, name: str, body: Any = None, **given: Any) -> Any:
        """What is answered; ``AssertionError`` with the problem if it is not what the document calls success."""
        method, path, said = self._operations[name]
        query, headers = {}, {"Authorization": f"Bearer {self._token}"}
        for parameter in said["parameters"]:
            value = given.pop(parameter["name"], None)
            if value is None and parameter["required"] and parameter["in"] == "header":
                value = made_up(parameter["schema"])
            if value is None:
                assert not parameter["required"], f"{name} needs {parameter['name']}"
            elif parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", quote(str(value), safe=""))
            elif parameter["in"] == "query":
                query[parameter["name"]] = str(value)
            else:
                headers[parameter["name"]] = str(value)
        assert not given, f"{name} does not take {sorted(given)}"
        address = self._base + path + (f"?{urlencode(query)}" if query else "")
        status, answer = self._send(method, address, headers, body)
        assert str(status) in said["responses"], f"{status} is not described"
        assert status < 400, answer
        return answer

    def examples(self) -> list[tuple[str, str, Any, dict[str, str]]]:
        """Every example in the document: operation, its name, its body, and the parameters' own examples."""
        return [
            (name, each, example["value"], {p["name"]: p["example"] for p in said["parameters"] if "example" in p})
            for name, (_method, _path, said) in self._operations.items()
            for each, example in said.get("requestBody", {})
            .get("content", {})
            .get("application/json", {})
            .get("examples", {"-": {"value": None}})
            .items()
        ]


def made_up(schema: dict[str, Any]) -> str:
    """A value for a header that the document asks for."""
    value = uuid4().hex
    assert re.fullmatch(schema["pattern"], value)
    return value
