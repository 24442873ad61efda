"""The OpenAPI 3.1 document, made from what the endpoints declare and from their schemas: nothing is written twice."""

import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from roadmap.api.endpoints import ENDPOINTS, VERSION, Endpoint
from roadmap.api.schemas.problems import Problem
from roadmap.api.writing import HEADER, KEY
from roadmap.web.problem_details import MEDIA_TYPE

_REF = "#/components/schemas/{model}"
_PART = re.compile(r"<(\w+)>")

_ABOUT = (
    "The record of road maps for programs, under the rules and permissions of the pages. Texts are objects with kk, ru"
    " and en; days are YYYY-MM-DD in the road map's own zone; moments are in UTC. Whoever follows the record asks for"
    " lines after the last one known."
)
_SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token made under “Access tokens” in one's own account. It does what its scopes say,"
        " and never more than its person may.",
    }
}
_PARAMETERS: dict[str, tuple[str, str]] = {
    "slug": ("The short name of a road map.", "labour-migration"),
    "number": ("The number of a measure in the plan.", "2"),
}
_PROBLEMS: dict[int, str] = {
    400: "Not as described.",
    401: "No good token.",
    403: "The token, or its person, may not do this.",
    404: "There is no such thing, or it may not be read.",
    409: "Somebody wrote meanwhile; what was written stands in ``lines``.",
    413: "The body is too long.",
    415: "The body is not JSON.",
    422: "Well formed, and cannot be done; the fields are named in ``errors``.",
    429: "Too many requests in this minute; Retry-After says how long to wait.",
    503: "Not available at this moment; Retry-After says how long to wait.",
}
_OF_ALL = (400, 401, 403, 404, 429, 503)


@cache
def document() -> dict[str, Any]:
    """The whole document, as plain lists and dictionaries."""
    paths: dict[str, Any] = {}
    for endpoint in ENDPOINTS:
        path = _PART.sub(r"{\1}", endpoint.path)
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Roadmap Monitor", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": _SECURITY,
            "responses": {f"Problem{status}": _problem(words) for status, words in _PROBLEMS.items()},
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    problems = (*_OF_ALL, 409, 413, 415, 422) if endpoint.body else _OF_ALL
    if endpoint.query.model_fields.keys() & {"on", "known"}:
        problems = (*problems, 422)
    responses: dict[str, Any] = {str(endpoint.status): _answer(endpoint)}
    if _has_tag(endpoint):
        responses["304"] = {"description": "As it was under the entity tag that was sent."}
    responses |= {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(problems)}
    said: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": " ".join(filter(None, (endpoint.description, f"Scope: {endpoint.scope}."))),
        "parameters": [*_of_address(endpoint), *_of_query(endpoint.query), *_headers(endpoint)],
        "responses": responses,
    }
    if endpoint.body:
        examples = {name: {"value": value} for name, value in endpoint.examples.items()}
        content = {"schema": _ref(endpoint.body), "examples": examples}
        said["requestBody"] = {"required": True, "content": {"application/json": content}}
    return said


def _has_tag(endpoint: Endpoint) -> bool:
    return endpoint.method == "GET" and "<slug>" in endpoint.path


def _of_address(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PARAMETERS[name][0],
            "schema": {"type": "string", "minLength": 1},
            "example": _PARAMETERS[name][1],
        }
        for name in _PART.findall(endpoint.path)
    ]


def _of_query(query: type[BaseModel]) -> list[dict[str, Any]]:
    schema = query.model_json_schema(mode="validation")
    needed = schema.get("required", ())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "description": said.get("description", ""),
            "schema": _plain(said),
        }
        for name, said in schema.get("properties", {}).items()
    ]


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """A query has no null: what is not asked for is left out."""
    one: dict[str, Any] = next((each for each in said.get("anyOf", ()) if each.get("type") != "null"), {})
    kept = {name: value for name, value in said.items() if name not in ("anyOf", "title", "description", "default")}
    default = {"default": said["default"]} if said.get("default") is not None else {}
    return {**one, **kept, **default}


def _headers(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.body:
        words = "A random key of this request: sent again with the same body, it has one effect and the same answer."
        schema = {"type": "string", "pattern": f"^{KEY}$"}
        return [{"name": HEADER, "in": "header", "required": True, "description": words, "schema": schema}]
    if _has_tag(endpoint):
        words = "The ETag of an answer before; 304 if nothing has changed."
        return [
            {
                "name": "If-None-Match",
                "in": "header",
                "required": False,
                "description": words,
                "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{32}"$'},
            }
        ]
    return []


def _answer(endpoint: Endpoint) -> dict[str, Any]:
    words = (endpoint.answer.__doc__ or "").strip()
    return {"description": words, "content": {"application/json": {"schema": _ref(endpoint.answer)}}}


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": _ref(Problem)}}}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}


def _schemas() -> dict[str, Any]:
    answers: dict[type[BaseModel], None] = dict.fromkeys((*(each.answer for each in ENDPOINTS), Problem))
    bodies = dict.fromkeys(each.body for each in ENDPOINTS if each.body)
    asked: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "serialization") for model in answers]
    asked += [(model, "validation") for model in bodies]
    found: dict[str, Any] = models_json_schema(asked, ref_template=_REF)[1]["$defs"]
    return dict(sorted(found.items()))
