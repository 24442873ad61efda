"""The document of all endpoints (OpenAPI 3.1), and the same as a page to read."""

import json

from flask import Blueprint, Response, render_template

from roadmap.access.guards import Rule, guarded
from roadmap.api.document import document
from roadmap.api.endpoints import blueprint as versioned
from roadmap.api.told import told

blueprint = Blueprint("reference", __name__)


@versioned.get("/openapi.json")
@guarded(Rule.ANYONE)
def openapi() -> Response:
    """The document; it is the same for everybody."""
    text = json.dumps(document(), ensure_ascii=False, indent=1)
    return Response(text, content_type="application/json")


@blueprint.get("/developers")
@guarded(Rule.ANYONE)
def page() -> str:
    """The same document to read, made from nothing else."""
    return render_template("api/reference.html", **told(document()))
