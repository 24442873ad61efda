"""What went wrong, for a program: problem details as in RFC 9457, in English, with codes that stay the same."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
_NAMES = "urn:roadmap-monitor:problem:"

TITLES: dict[str, str] = {
    "bad_request": "The request cannot be understood.",
    "unauthorized": "A good access token is needed.",
    "forbidden": "This may not be done with this token, or by its person.",
    "not_found": "There is no such thing, or it may not be read.",
    "method_not_allowed": "This cannot be done at this address.",
    "not_acceptable": "Nothing can be answered in a form that was asked for.",
    "conflict": "Something was written that the request had not seen. Nothing was written.",
    "too_large": "The request is too long.",
    "unsupported_media_type": "The body has to be application/json.",
    "unprocessable": "The request is well formed, and cannot be done.",
    "objections": "Something speaks against it. Nothing was written.",
    "key_reused": "This Idempotency-Key was sent with another request before. Nothing was written.",
    "too_many_requests": "Too many requests. Wait, and try again.",
    "internal_error": "Something has gone wrong, and it was noted.",
    "unavailable": "Not available at this moment. Nothing was written.",
}
"""Every kind of problem, and its title."""

_OF_STATUS: dict[int, str] = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "unprocessable",
    429: "too_many_requests",
    500: "internal_error",
    503: "unavailable",
}


class ProblemFound(Exception):
    """An answer that is a problem. ``errors`` are what is wrong with which field, ``more`` further members."""

    def __init__(
        self, status: int, kind: str, detail: str = "", errors: Sequence[Mapping[str, Any]] = (), **more: Any
    ) -> None:
        super().__init__(f"{status} {kind}: {detail}")
        self.status, self.kind, self.detail, self.errors, self.more = status, kind, detail, tuple(errors), more


def problem_of(error: HTTPException) -> Response:
    """The problem that an error of HTTP stands for, with the headers that belong to it."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    usual = "internal_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad_request"
    answer = problem(status, _OF_STATUS.get(status, usual))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def problem(
    status: int, kind: str, detail: str = "", errors: Sequence[Mapping[str, Any]] = (), **more: Any
) -> Response:
    """A response with problem details."""
    said: dict[str, Any] = {"type": _NAMES + kind, "title": TITLES[kind], "status": int(status), "code": kind}
    said |= {name: value for name, value in {"detail": detail, "errors": list(errors), **more}.items() if value}
    answer = Response(json.dumps(said, ensure_ascii=False), int(status), content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        # RFC 6750, 3.
        answer.headers["WWW-Authenticate"] = 'Bearer realm="roadmap"'
    return answer
