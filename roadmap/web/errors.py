"""Pages for when something is not right: said in the reader's language, without a trace, also without a database."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Conflict, HTTPException, SecurityError, ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from roadmap.database import why_unusable
from roadmap.web.locale import language, links
from roadmap.web.machines import for_a_program
from roadmap.web.problem_details import problem_of
from roadmap.web.problem_words import explained

_RETRY_SECONDS = 10
# What is worth copying; a shorter answer is typed again faster than it is found.
_WORTH_KEEPING = 20
# Whoever is told this may have been tricked into sending the form, so it must not be sent on with one click.
_MAY_BE_SENT_AGAIN = (HTTPStatus.SERVICE_UNAVAILABLE,)


def attach(app: Flask) -> None:
    """Answers every error with a page."""
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(DBAPIError, _database_away)
    app.register_error_handler(PoolTimeout, _pool_exhausted)
    app.register_error_handler(StaleDataError, _overtaken)


def _database_away(error: DBAPIError) -> AnyResponse:
    reason = why_unusable(error)
    if reason is None:
        # A mistake in the program: waiting would not help.
        raise error
    current_app.logger.error("%s", reason)
    return error_page(ServiceUnavailable(retry_after=_RETRY_SECONDS))


def _pool_exhausted(error: PoolTimeout) -> AnyResponse:
    current_app.logger.error("no connection to the database became free: %s", error)
    return error_page(ServiceUnavailable(retry_after=_RETRY_SECONDS))


def _overtaken(error: StaleDataError) -> AnyResponse:
    current_app.logger.info("somebody was faster: %s", error)
    return error_page(Conflict())


def error_page(error: HTTPException) -> AnyResponse:
    """The error's own response, headers and all, with our page in it; for a program, with problem details."""
    if for_a_program() and (error.code or 500) >= HTTPStatus.BAD_REQUEST:
        return problem_of(error)
    response = AnyResponse.force_type(error.get_response(request.environ), request.environ)
    if response.status_code >= HTTPStatus.BAD_REQUEST and error.response is None:
        response.set_data(_body(error, response.status_code))
        response.content_type = "text/html; charset=utf-8"
    return response


def _body(error: HTTPException, status: int) -> str:
    if isinstance(error, SecurityError):
        # Nothing may be built from a request whose host is not ours.
        return "<!doctype html><title>400</title><p>400"
    title, sentences = explained(error)
    values = {"status": status, "title": title, "sentences": sentences, "kept": (), "again": ()}
    if request.method == "POST" and status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        values |= {"again": _typed() if status in _MAY_BE_SENT_AGAIN else (), "kept": _texts(_typed())}
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        try:
            return render_template("errors/error.html", **values)
        except Exception as failure:
            current_app.logger.exception("the page for %s could not be made: %s", status, failure)
    return _without_database(values)


def _without_database(values: dict[str, object]) -> str:
    """The same page made from nothing but the request: what others add to each page may need the database."""
    page = current_app.jinja_env.get_template("errors/error.html")
    return page.render(
        request=request, language=language(), languages=links(), reader=g.get("reader"), navigation=(), **values
    )


def _typed() -> list[tuple[str, str]]:
    try:
        sent = list(request.form.items(multi=True))
    except (HTTPException, OSError):
        # What could not be taken in cannot be shown again either.
        return []
    return [
        (name, value) for name, value in sent if name != "csrf_token" and "password" not in name and name != "again"
    ]


def _texts(typed: Iterable[tuple[str, str]]) -> list[str]:
    return [value for _name, value in typed if len(value) >= _WORTH_KEEPING]
