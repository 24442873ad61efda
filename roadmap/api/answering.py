"""Answers that end a request early: a problem, and the first answer again to what was sent twice."""

from flask import Response

from roadmap.api.endpoints import blueprint
from roadmap.api.writing import Replayed
from roadmap.web.problem_details import ProblemFound, problem


@blueprint.errorhandler(ProblemFound)
def _problem(found: ProblemFound) -> Response:
    return problem(found.status, found.kind, found.detail, found.errors, **found.more)


@blueprint.errorhandler(Replayed)
def _again(again: Replayed) -> Response:
    return Response(again.receipt.model_dump_json(), 201, content_type="application/json")
