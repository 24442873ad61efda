"""The link in a mail that opens one report form for one person: signed, and good for ten days.

Nothing is kept of a link before it is spent. Its signature says whom it was made for, about what, and when; whether
that person may still report is asked anew each time it is opened.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hmac import compare_digest

from itsdangerous import BadSignature

from roadmap.access.signing import said_by, signed
from roadmap.access.tokens import fingerprint

PURPOSE = "report"
# A week between two mails about the same item, and the days off around it: the next mail brings the next link.
VALID = timedelta(days=10)
_SALT = "roadmap.access.report"


@dataclass(frozen=True, slots=True)
class ReportLink:
    """Whose link it is, for which measure, and on which local day of the road map it was written.

    ``mark`` tells apart the links of several mails of a day, each of which is good for one report; the digest of the
    morning has none.
    """

    person_id: int
    roadmap_id: int
    measure_id: int
    on: date
    mark: str = ""

    @property
    def last_day(self) -> date:
        """The last day on which it opens the form."""
        return self.on + VALID

    def open_on(self, today: date) -> bool:
        """Whether it opens the form ``today``; one of a day to come was made for a preview."""
        return self.on <= today <= self.last_day


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A link as it was opened. ``key`` is what is kept of it once it is spent."""

    token: str
    link: ReportLink

    @property
    def key(self) -> str:
        """The checksum of the token, so that a stolen database shows no link."""
        return fingerprint(self.token)


def token_of(link: ReportLink, secret: str) -> str:
    """The signed token; the same for the same mail every time."""
    numbers = [link.person_id, link.roadmap_id, link.measure_id]
    marks = [link.mark] if link.mark else []
    return signed([PURPOSE, *numbers, link.on.isoformat(), *marks], secret, _SALT)


def link_of(token: str, secret: str) -> ReportLink | None:
    """What the token stands for; ``None`` if it was not made here, or for something else."""
    if not token.isascii():
        # Such letters are passed over when the signature is checked, so this too would be a further link.
        return None
    try:
        said = said_by(token, secret, _SALT)
    except BadSignature:
        return None
    match said:
        case [str(purpose), int(person_id), int(roadmap_id), int(measure_id), str(on), *marks] if (
            purpose == PURPOSE and len(marks) < 2
        ):
            link = ReportLink(person_id, roadmap_id, measure_id, date.fromisoformat(on), *marks)
            # The last letter of a signature has spare bits: another spelling of the same link would be a further link.
            return link if compare_digest(token_of(link, secret), token) else None
    return None
