"""From a program's token to its reader: "Authorization: Bearer …" (RFC 6750) is looked at, and nothing else."""

import threading
from datetime import datetime, timedelta
from typing import cast

from flask import current_app, g, request
from werkzeug.exceptions import TooManyRequests

from roadmap.access.rights import Reader
from roadmap.access.tokens import PREFIX, fingerprint
from roadmap.domain.access_tokens import AccessToken
from roadmap.store.access_tokens import draw, person_of_token
from roadmap.store.people import grants_of
from roadmap.web.sessions import now, reading, writing

A_MINUTE = 300
"""How many requests one token may make in a minute."""
_LOT = 10
_SCHEME = "bearer "
_KEY = "roadmap.drawn_requests"


class _Drawn:
    """What this process has drawn of each token's requests and not used yet: one write for a lot, not for each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[int, tuple[datetime, int]] = {}

    def take(self, number: int, minute: datetime) -> bool:
        with self._lock:
            of_minute, left = self._left.get(number, (minute, 0))
            if of_minute != minute or left == 0:
                return False
            self._left[number] = (minute, left - 1)
            return True

    def put(self, number: int, minute: datetime, count: int) -> None:
        with self._lock:
            self._left = {each: kept for each, kept in self._left.items() if kept[0] == minute}
            of_before = self._left.get(number, (minute, 0))[1]
            self._left[number] = (minute, of_before + count)


def reader_with_token() -> Reader:
    """Whoever the token of this request belongs to; nobody, if there is none or it is not good."""
    g.person, g.sign_in, g.access_token = None, None, None
    public = bool(current_app.config["PUBLIC_PROGRESS"])
    said = request.headers.get("Authorization", "")
    secret = said[len(_SCHEME) :].strip()
    if not said.lower().startswith(_SCHEME) or not secret.startswith(PREFIX) or not secret.isascii():
        return Reader(None, frozenset(), public)
    found = person_of_token(reading(), fingerprint(secret), now())
    if found is None:
        return Reader(None, frozenset(), public)
    g.person, g.access_token = found
    return Reader(g.person, grants_of(reading(), g.person.id), public)


def current_token() -> AccessToken | None:
    """The token that this request came with, if it is good."""
    return cast(AccessToken | None, g.get("access_token"))


def count_request(token: AccessToken) -> None:
    """Takes one of the requests that a token has in this minute; raises ``TooManyRequests`` (429)."""
    minute = now().replace(second=0, microsecond=0)
    drawn = cast(_Drawn, current_app.extensions.setdefault(_KEY, _Drawn()))
    if drawn.take(token.id, minute):
        return
    with writing() as session:
        more = draw(session, token.id, now(), _LOT, A_MINUTE)
        session.commit()
    if not more:
        left = minute + timedelta(minutes=1) - now()
        raise TooManyRequests(retry_after=max(1, int(left.total_seconds()) + 1))
    drawn.put(token.id, minute, _LOT - 1)
