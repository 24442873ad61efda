"""An endpoint says once what it takes, answers and needs; address, checks and document are made from that."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, abort, request
from pydantic import BaseModel

from roadmap.access.bearer import count_request, current_token
from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.api.as_of import day_of
from roadmap.api.reading import body_sent, query_sent
from roadmap.api.schemas.base import NoQuery
from roadmap.domain.access_tokens import Scope
from roadmap.extensions import csrf
from roadmap.web.problem_details import ProblemFound
from roadmap.web.roadmaps import current_roadmap, take_slug

VERSION = "1.0.0"

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
take_slug(blueprint)
# There is no cookie that a strange page could make a browser send along: only the token counts.
csrf.exempt(blueprint)

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What the document says of one method of one address. ``examples`` are of the body, by name."""

    method: str
    path: str
    name: str
    summary: str
    description: str
    rule: Rule
    scope: Scope | None
    answer: type[BaseModel]
    status: int
    query: type[BaseModel]
    body: type[BaseModel] | None
    examples: dict[str, dict[str, Any]]


ENDPOINTS: list[Endpoint] = []
"""Every endpoint, in the order in which they were declared."""


def reads(
    path: str, *, answer: type[BaseModel], rule: Rule, query: type[BaseModel] = NoQuery
) -> Callable[[View], View]:
    """Declares a view that reads: it is handed ``query`` and answers with ``answer``, under an entity tag.

    The tag stands for the road map's revision and for what was asked; an answer that has not changed is not made anew.
    """

    def register(view: View) -> View:
        said = _said("GET", path, view, rule, Scope.READ, answer)
        said = replace(said, query=query)

        def answered(**arguments: Any) -> Response:
            asked = query_sent(query)
            tag = _tag(asked) if rule is Rule.SEES_ROADMAP else None
            if tag and request.if_none_match.contains_weak(tag):
                return _tagged(Response(status=304), tag)
            return _tagged(_json(view(asked, **arguments), 200), tag)

        return _hang_up(said, view, answered)

    return register


def writes(
    path: str, *, body: type[BaseModel], answer: type[BaseModel], rule: Rule, scope: Scope, examples: dict[str, Any]
) -> Callable[[View], View]:
    """Declares a view that writes one line: it is handed the body and answers with a receipt, 201."""

    def register(view: View) -> View:
        said = _said("POST", path, view, rule, scope, answer)
        said = replace(said, body=body, status=201, examples=examples)

        def answered(**arguments: Any) -> Response:
            query_sent(NoQuery)
            return _json(view(body_sent(body), **arguments), 201)

        return _hang_up(said, view, answered)

    return register


def _said(method: str, path: str, view: View, rule: Rule, scope: Scope, answer: type[BaseModel]) -> Endpoint:
    summary, _, description = (view.__doc__ or "").partition("\n")
    words = " ".join(description.split())
    return Endpoint(
        method, path, view.__name__, summary.rstrip("."), words, rule, scope, answer, 200, NoQuery, None, {}
    )


def _hang_up(said: Endpoint, view: View, answered: View) -> View:
    @wraps(view)
    def checked(**arguments: Any) -> Response:
        token = current_token() or abort(401)
        if said.scope not in token.scopes:
            raise ProblemFound(403, "forbidden", f"The token lacks the scope “{said.scope}”.")
        return answered(**arguments)

    ENDPOINTS.append(said)
    blueprint.add_url_rule(said.path, said.name, guarded(said.rule)(checked), methods=[said.method])
    return view


@blueprint.before_request
def _count() -> None:
    token = current_token()
    if token is not None:
        count_request(token)


def _json(answer: BaseModel, status: int) -> Response:
    return Response(answer.model_dump_json(), status, content_type="application/json")


def _tag(asked: BaseModel) -> str:
    roadmap, reader = current_roadmap(), current_reader()
    seen = reader.has_role_on(roadmap.id)
    parts = (
        VERSION,
        request.path,
        asked.model_dump_json(),
        str(roadmap.revision),
        str(day_of(asked, roadmap)),
        str(seen),
    )
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _tagged(response: Response, tag: str | None) -> Response:
    if tag:
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Authorization"
    return response
