"""Headers on every response: what a browser may load, run and frame."""

from flask import Flask, Response, abort, current_app, request

# Nothing from other hosts, no inline script and no inline style. "data:" is for Bootstrap's own small pictures.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# Files carry no page, but a browser must still not guess what they are.
STATIC_HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}


def attach(app: Flask) -> None:
    """Adds the headers to every response, errors included; refuses what no database text can hold."""
    app.before_request(_refuse_nul)
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    # A proxy speaks TLS, and the program behind it does not see it: the address that people use says so.
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint not in ("static", "bootstrap.static"):
        headers.setdefault("Cache-Control", "private, no-store")
    return response


def _refuse_nul() -> None:
    """PostgreSQL keeps no NUL in a text, and nobody types one."""
    if "\0" in request.path:
        abort(404)
    if any("\0" in part for pair in request.args.items(multi=True) for part in pair):
        abort(400)
    if any("\0" in part for pair in request.form.items(multi=True) for part in pair):
        abort(422)
