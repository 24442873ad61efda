"""How often somebody may try a password or ask for a link, and from where a request comes."""

import hmac
from datetime import timedelta
from hashlib import sha256

from flask import current_app, request

from roadmap.access.tokens import fingerprint
from roadmap.store.attempts import Attempt, Limit, Limits
from roadmap.store.people import normal
from roadmap.web.sessions import now

_QUARTER = timedelta(minutes=15)
# A ministry has one address towards us, and on a Monday many of its people mistype. All together have a short
# wait, so that nobody can keep everybody out by failing.
SIGN_IN = Limits(Limit(5, _QUARTER), Limit(50, _QUARTER), Limit(200, timedelta(minutes=1)))
RESET = Limits(Limit(1, _QUARTER), Limit(20, _QUARTER), Limit(100, _QUARTER))


def attempt(purpose: str, email: str) -> Attempt:
    """An attempt of whoever made this request, for the account with this address."""
    return Attempt(purpose, fingerprint(normal(email)), _network(), now())


def _network() -> str | None:
    """A checksum of the network address. Behind a proxy it is the proxy's word, if the setting counts proxies."""
    return keyed(request.remote_addr) if request.remote_addr else None


def keyed(value: str) -> str:
    """A checksum that nobody can guess back without the program's own key: for what is kept for ever."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"kept:{value}".encode(), sha256).hexdigest()[:32]
