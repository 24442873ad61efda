"""Forms that may be sent twice: a double click, a retried request, a page reloaded. Only the first has an effect.

A view says ``@once`` below its guard; within its ``with writing() as session:`` it first takes ``operation(session)``,
and ends with ``operation.finish(session, address, words)`` before the commit and ``operation.answer()`` after it. The
form carries the key: ``roadmap.web.forms.Form`` has a field for it, any other page prints ``operation_key()``.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, cast

from flask import Flask, flash, g, redirect, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from roadmap.store import operations
from roadmap.web.sessions import now, reading

FIELD = "operation_key"
_HEADER = "Idempotency-Key"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
# A session's secret and the pressed key itself say nothing about what is to be done.
_NOT_SAID = frozenset({FIELD, "csrf_token"})
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a form that had its effect: where to go next, and what is said there."""

    location: str
    words: str = ""
    category: str = "success"

    def answer(self) -> Response:
        """On to the next page."""
        if self.words:
            flash(self.words, self.category)
        return redirect(self.location, 303)


class AlreadyDone(Exception):
    """The same form was sent before and had its effect; this is what came of it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"done before: {outcome.location}")
        self.outcome = outcome


@dataclass(slots=True)
class Operation:
    """One sending of a form by one person. Without a ``key`` nothing is remembered of it."""

    key: str | None
    person_id: int | None
    act: str
    outcome: Outcome | None = None

    def finish(self, session: Session, location: str, words: str = "", category: str = "success") -> None:
        """Remembers the answer, in the transaction of the effect itself."""
        self.outcome = Outcome(location, words, category)
        if self.key and self.person_id:
            said = json.dumps([location, words, category], ensure_ascii=False)
            operations.finish(session, self.key, self.person_id, self.act, said, now())

    def answer(self) -> Response:
        """The answer, for the first time."""
        if self.outcome is None:
            raise ValueError("the operation has not been finished")
        return self.outcome.answer()


def attach(app: Flask) -> None:
    """Lets every page print a key, and answers what is sent again as it was answered first."""
    app.before_request(_look)
    app.add_template_global(fresh_key, "operation_key")
    app.register_error_handler(AlreadyDone, lambda again: again.outcome.answer())


def _look() -> None:
    """Whoever asks for the head of a page alone looks at it, and sends no form: for a view there are two cases only."""
    if request.method == "HEAD":
        request.method = "GET"


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a view with a form: what was done before by whoever is signed in gets the first answer again."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        person = g.get("person")
        begin(person.id if person else None)
        return view(*args, **kwargs)

    return checked


def begin(person_id: int | None) -> None:
    """The same for a person who need not be signed in. Raises ``AlreadyDone``."""
    if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
        return
    g.operation = Operation(_key_sent(), person_id, request.endpoint or "")
    found = _outcome_in(operations.finished, reading())
    if found:
        raise AlreadyDone(found)


def operation(session: Session) -> Operation:
    """The operation of this request, in the session that writes, before anything is written.

    Whoever sent the same at the same moment is waited for; raises ``AlreadyDone`` if that had its effect.
    """
    found = _outcome_in(operations.begun, session)
    if found:
        raise AlreadyDone(found)
    return cast(Operation, g.operation)


def fresh_key() -> str:
    """A key for a form; the one that was sent, where the form is shown again."""
    sent = request.form.get(FIELD, "")
    return sent if _KEY.fullmatch(sent) else token_urlsafe(24)


def _outcome_in(asked: Callable[[Session, str, int, str], str | None], session: Session) -> Outcome | None:
    mine = cast(Operation, g.operation)
    if mine.key is None or mine.person_id is None:
        return None
    said = asked(session, mine.key, mine.person_id, mine.act)
    return Outcome(*json.loads(said)) if said else None


def _key_sent() -> str | None:
    """The key together with all that was sent beside it.

    Whoever goes back in his browser and changes something sends the same key and means something else.
    """
    key = request.form.get(FIELD) or request.headers.get(_HEADER, "")
    if not _KEY.fullmatch(key):
        return None
    fields = sorted((name, text) for name, text in request.form.items(multi=True) if name not in _NOT_SAID)
    files = sorted((name, file.filename or "", _checksum(file)) for name, file in request.files.items(multi=True))
    said = json.dumps([key, request.full_path, fields, files], ensure_ascii=False)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _checksum(file: FileStorage) -> str:
    """Of the content, read piece by piece and left at its beginning; no transaction has begun yet."""
    found = sha256()
    while piece := file.stream.read(_PIECE):
        found.update(piece)
    file.stream.seek(0)
    return found.hexdigest()
