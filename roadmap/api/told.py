"""The document as a page tells it: each operation with its parameters, its body and its answers, in order."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ToldField:
    """A parameter or a member: its name, what it may be, whether it is needed, and what is said of it."""

    name: str
    kind: str
    needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class ToldOperation:
    """One method of one address."""

    name: str
    method: str
    path: str
    summary: str
    words: str
    parameters: tuple[ToldField, ...]
    body: str
    examples: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ToldSchema:
    """A kind of object, or a list of words that a value may be."""

    name: str
    words: str
    members: tuple[ToldField, ...]
    values: tuple[str, ...]


def told(document: dict[str, Any]) -> dict[str, Any]:
    """What the page of the reference is made from."""
    base = document["servers"][0]["url"]
    operations = [
        _operation(document, method.upper(), base + path, said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]
    schemas = [_schema(name, said) for name, said in document["components"]["schemas"].items()]
    return {"about": document["info"], "operations": operations, "schemas": schemas}


def _operation(document: dict[str, Any], method: str, path: str, said: dict[str, Any]) -> ToldOperation:
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = content.get("examples", {})
    return ToldOperation(
        name=said["operationId"],
        method=method,
        path=path,
        summary=said["summary"],
        words=said["description"],
        parameters=tuple(
            ToldField(each["name"], _kind(each["schema"]), each["required"], each["description"])
            for each in said["parameters"]
        ),
        body=_kind(content["schema"]) if content else "",
        examples=tuple((name, json.dumps(e["value"], ensure_ascii=False, indent=2)) for name, e in examples.items()),
        answers=tuple(_answer(document, status, each) for status, each in said["responses"].items()),
    )


def _answer(document: dict[str, Any], status: str, said: dict[str, Any]) -> tuple[str, str, str]:
    if "$ref" in said:
        said = document["components"]["responses"][said["$ref"].rpartition("/")[2]]
    kinds = [_kind(each["schema"]) for each in said.get("content", {}).values()]
    return status, said["description"].replace("``", ""), ", ".join(kinds)


def _schema(name: str, said: dict[str, Any]) -> ToldSchema:
    needed = said.get("required", ())
    members = tuple(
        ToldField(member, _kind(each), member in needed, each.get("description", ""))
        for member, each in said.get("properties", {}).items()
    )
    values = tuple(map(str, said.get("enum", ()))) or tuple(_kind(each) for each in said.get("oneOf", ()))
    return ToldSchema(name, said.get("description", "").replace("``", ""), members, values)


def _kind(schema: dict[str, Any]) -> str:
    """A schema in one line, such as "Text", "list of Line" or "string (date) or null"."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "const" in schema:
        return f"“{schema['const']}”"
    if "enum" in schema:
        return ", ".join(f"“{value}”" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    form = f" ({schema['format']})" if "format" in schema else ""
    return f"{schema.get('type', 'any')}{form}"
