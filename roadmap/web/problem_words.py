"""What went wrong and what to do about it, in words, for each status."""

from flask import request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

Problem = tuple[str, tuple[str, ...]]


def explained(error: HTTPException) -> Problem:
    """A heading, and the sentences below it."""
    if isinstance(error, CSRFError):
        return gettext("This page has expired"), (
            gettext("Nothing was saved. It was open for too long, or you have signed in again since."),
            gettext("Go back, load the page again and send it once more."),
        )
    code = error.code or 500
    return (_requests() | _server())[code if code in _KNOWN else (500 if code >= 500 else 400)]


_KNOWN = frozenset((400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503, 507))


def _requests() -> dict[int, Problem]:
    return {
        400: (gettext("The request cannot be understood"), (gettext("Go back and try it once more."),)),
        401: (
            gettext("You are not signed in"),
            (gettext("Nothing was saved. Sign in, and send it once more."),),
        ),
        403: (
            gettext("You may not do this"),
            (gettext("This does not belong to your role. If you need it, turn to the administrator."),),
        ),
        404: (
            gettext("There is no such page"),
            (gettext("The address may be mistyped, or the page is not for your role."),),
        ),
        405: (gettext("This cannot be done here"), (gettext("Go back and use the buttons of the page."),)),
        409: (
            gettext("Somebody was faster"),
            (
                gettext(
                    "What you wanted to change has been changed meanwhile. Nothing of yours was saved; look at it anew."
                ),
            ),
        ),
        410: (gettext("This page is gone"), (gettext("The link worked once, or for a time."),)),
        413: (gettext("That is too much at once"), (_limits(),)),
        422: (gettext("Something in the form is not right"), (gettext("Nothing was saved. Go back and correct it."),)),
        429: (gettext("Too many attempts"), (gettext("Wait a few minutes and try again."),)),
    }


def _server() -> dict[int, Problem]:
    return {
        500: (
            gettext("Something has gone wrong"),
            (
                gettext(
                    "It is not your fault, and it was noted. Try again; if that does not help, tell the administrator."
                ),
            ),
        ),
        503: (
            gettext("Not available at this moment"),
            (gettext("If you sent something, it was not saved. Try again in a few seconds."),),
        ),
        507: (
            gettext("There is no room left on the server's disk"),
            (gettext("Nothing was saved. Tell the administrator; then send it once more."),),
        ),
    }


def _limits() -> str:
    return gettext(
        "Nothing was saved. At most %(megabytes)s MB can be sent at once, of these at most %(kilobytes)s KB of text"
        " in at most %(parts)s fields. Send less text, or a smaller file.",
        megabytes=(request.max_content_length or 0) // (1024 * 1024),
        kilobytes=(request.max_form_memory_size or 0) // 1024,
        parts=request.max_form_parts or 0,
    )
