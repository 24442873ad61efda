"""Whether the program is up, for whoever watches it from outside."""

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from roadmap.access.blueprint import blueprint
from roadmap.access.guards import Rule, guarded
from roadmap.web.sessions import reading


@blueprint.get("/healthz")
@guarded(Rule.ANYONE)
def healthz() -> tuple[dict[str, str], int]:
    """200 when the database answers with the tables of this program in it, else 503."""
    try:
        reading().execute(text("SELECT 1 FROM roadmap LIMIT 1"))
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return {"status": "unavailable"}, 503
    return {"status": "ok"}, 200
