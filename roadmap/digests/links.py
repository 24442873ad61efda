"""Addresses that go into mails: always made from PUBLIC_URL, never from what a request claimed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from itsdangerous import BadSignature

from roadmap.access import report_links
from roadmap.access.report_links import ReportLink
from roadmap.access.signing import said_by, signed
from roadmap.domain.interests import MailKind
from roadmap.domain.plan import Measure, Roadmap

_SALT = "roadmap.digests.unsubscribe"
_MANAGE_SALT = "roadmap.digests.manage"
_LETTERS = {MailKind.ACTIONS: "a", MailKind.OVERVIEW: "o"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Stop:
    """What one link stops: kinds of mail, by the road map's number (id), for one person."""

    person_id: int
    kinds: Mapping[int, frozenset[MailKind]]


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the addresses. The road map with ``default_slug`` has the short ones."""

    public_url: str
    secret: str
    default_slug: str

    def overview(self, roadmap: Roadmap) -> str:
        """The first page of a road map."""
        return f"{self._base(roadmap)}/"

    def measure(self, roadmap: Roadmap, measure: Measure) -> str:
        """The page of a measure."""
        return f"{self._base(roadmap)}/measures/{quote(measure.number, safe='')}"

    def desk(self, roadmap: Roadmap) -> str:
        """Where the controlling side confirms what is reported done."""
        return f"{self._base(roadmap)}/control"

    def report_from_mail(self, person_id: int, roadmap: Roadmap, measure: Measure, on: date, mark: str = "") -> str:
        """The form on which one person reports on a measure without signing in, for some days after ``on``.

        ``mark`` is another for each mail of the day.
        """
        token = report_links.token_of(ReportLink(person_id, roadmap.id, measure.id, on, mark), self.secret)
        return f"{self.public_url}/report/{token}"

    def unsubscribe(self, stop: Stop) -> str:
        """The page that stops mail. The link does not expire: mail is kept for years."""
        return f"{self.public_url}/unsubscribe/{token_of(stop, self.secret)}"

    def manage(self, person_id: int) -> str:
        """The page on which somebody decides what he gets; an account leads to one's own. Does not expire."""
        return f"{self.public_url}/mail/{manage_token(person_id, self.secret)}"

    def confirm(self, token: str, language: str) -> str:
        """The page on which the holder of an address says that he wants the mail."""
        return f"{self.public_url}/subscribe/{token}?lang={language}"

    @property
    def list_id(self) -> str:
        """The value of the List-Id header, the same for every mail of this kind."""
        return f"<digests.{urlsplit(self.public_url).hostname}>"

    def _base(self, roadmap: Roadmap) -> str:
        own = "" if roadmap.slug == self.default_slug else f"/r/{quote(roadmap.slug, safe='')}"
        return f"{self.public_url}{own}"


def token_of(stop: Stop, secret: str) -> str:
    """The signed token of an unsubscribe link; the same for the same mail every time."""
    kinds = {str(number): "".join(sorted(_LETTERS[kind] for kind in found)) for number, found in stop.kinds.items()}
    return signed([stop.person_id, kinds], secret, _SALT)


def stop_of(token: str, secret: str) -> Stop | None:
    """What the token stops; ``None`` if it was not made here."""
    try:
        person_id, kinds = said_by(token, secret, _SALT)
    except BadSignature:
        return None
    return Stop(person_id, {int(number): frozenset(map(_KINDS.__getitem__, found)) for number, found in kinds.items()})


def manage_token(person_id: int, secret: str) -> str:
    """The signed token of one person's page about his mail."""
    return signed([person_id], secret, _MANAGE_SALT)


def managed_person(token: str, secret: str) -> int | None:
    """Whose page a token opens; ``None`` if it was not made here."""
    try:
        (person_id,) = said_by(token, secret, _MANAGE_SALT)
    except BadSignature:
        return None
    return int(person_id)
