"""A form that was sent too late: its sign-in has ended, or the page was opened before it began.

A view says with ``@shown_again_by`` which page shows its form once more; every other is answered with an error page.
"""

from collections.abc import Callable
from typing import Any

from flask import current_app, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from roadmap.coordination.blueprint import blueprint
from roadmap.coordination.kept import kept_page
from roadmap.web.errors import error_page

Page = Callable[[HTTPException], tuple[str, int] | Response]
View = Callable[..., Any]


def shown_again_by(page: Page) -> Callable[[View], View]:
    """Declares what shows a view's form again, with everything typed, to whoever sent it from too old a page."""

    def declared(view: View) -> View:
        view.shown_again_by = page  # type: ignore[attr-defined]
        return view

    return declared


@blueprint.errorhandler(401)
def signed_out(_error: HTTPException) -> tuple[str, int]:
    """A form sent after its sign-in has ended: what was typed stays on the page."""
    return kept_page(401)


@blueprint.errorhandler(CSRFError)
def expired(error: CSRFError) -> tuple[str, int] | Response:
    """A form older than the sign-in it was opened under: nothing is written, and what was typed stays."""
    view = current_app.view_functions.get(request.endpoint or "")
    page: Page = getattr(view, "shown_again_by", error_page)
    try:
        return page(error)
    except HTTPException as refusal:
        # An error raised while another is answered would end as a 500.
        return error_page(refusal)
