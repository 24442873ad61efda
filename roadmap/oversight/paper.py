"""The overview on one sheet of paper: the brief of any day as a PDF."""

from http import HTTPStatus

from flask import abort, current_app, request
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.documents.brief import TEMPLATE, BriefSource, brief_of, file_name
from roadmap.documents.downloads import pdf_response
from roadmap.documents.typesetting import Typeset
from roadmap.oversight.days import compared_day
from roadmap.oversight.frame import link_on, time_asked
from roadmap.oversight.pages import blueprint
from roadmap.store.ledger_reading import stamp_on
from roadmap.store.portfolio import portfolio_on
from roadmap.web.locale import language
from roadmap.web.roadmaps import current_roadmap, route
from roadmap.web.sessions import reading


@route(blueprint, "/brief.pdf")
@guarded(Rule.SEES_ROADMAP)
def brief() -> Response:
    """The brief of the day, of the moment known and since the day that the address asks for, as the overview does."""
    session, roadmap = reading(), current_roadmap()
    chosen = time_asked(roadmap)
    since = compared_day(request.args.get("since"), chosen.day)
    if chosen.problems or since.problem:
        # The page of the same address says what is wrong with it; a paper that is about another day says nothing.
        abort(HTTPStatus.UNPROCESSABLE_ENTITY)
    portfolio = portfolio_on(session, roadmap, chosen.day, chosen.known_at)
    source = BriefSource(
        portfolio,
        portfolio_on(session, roadmap, since.day, chosen.known_at, beside=portfolio),
        stamp_on(session, roadmap.id, chosen.day, chosen.known_at),
        current_app.config["PUBLIC_URL"] + link_on(roadmap, chosen)("overview", on=chosen.day),
        current_reader().sees_names,
    )
    document = Typeset(TEMPLATE, brief_of(source))
    return pdf_response(document, file_name(roadmap.slug, chosen.day, language()))
