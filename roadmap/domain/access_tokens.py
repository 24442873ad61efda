"""Tokens by which a person's programs ask: what each may do, for how long, and what speaks against making one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import misplaced_in, says_something

USUAL_DAYS = 90
MOST_DAYS = 365
MOST_TOKENS = 20
LONGEST_NAME = 100


class Scope(StrEnum):
    """What a token may be used for. Whoever it belongs to must be allowed to do it as well."""

    READ = "read"
    REPORT = "report"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token without its secret. ``used_at`` is when it was last used, to the hour."""

    id: int
    person_id: int
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def good_at(self, at: datetime) -> bool:
        """Whether it still opens anything, if its person may still sign in."""
        return self.revoked_at is None and at < self.expires_at


@dataclass(frozen=True, slots=True)
class ProposedToken:
    """A token as somebody filled it in; ``last_day`` is the last day on which it is good."""

    name: str
    scopes: frozenset[Scope]
    last_day: date | None


def objections_to_token(proposed: ProposedToken, good_ones: int, today: date) -> list[Objection]:
    """Everything that stands against it; ``good_ones`` is how many good tokens its owner has."""
    found = []
    if good_ones >= MOST_TOKENS:
        found.append(Objection("name", "too_many", {"limit": MOST_TOKENS}))
    elif not says_something(proposed.name):
        found.append(Objection("name", "required"))
    elif len(proposed.name) > LONGEST_NAME:
        found.append(Objection("name", "too_long", {"limit": LONGEST_NAME}))
    elif misplaced_in(proposed.name, one_line=True):
        found.append(Objection("name", "bad_character"))
    if not proposed.scopes:
        found.append(Objection("scopes", "required"))
    last = today + timedelta(days=MOST_DAYS)
    if proposed.last_day is None:
        found.append(Objection("last_day", "required"))
    elif not today <= proposed.last_day <= last:
        found.append(Objection("last_day", "out_of_range", {"first": today, "last": last}))
    return found
