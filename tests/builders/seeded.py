"""Databases with seeds in them, and the demonstration."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from roadmap.domain.plan import Roadmap
from roadmap.domain.portfolio import Portfolio
from roadmap.store.demonstration import Demonstration, Loaded, load, read_demonstration
from roadmap.store.plan_reading import default_roadmap
from roadmap.store.portfolio import portfolio_on
from roadmap.store.seedfiles import Seeds, read_seeds
from roadmap.store.seeding import Outcome
from roadmap.store.seeding import load as load_seeds

PROJECT = Path(__file__).parents[2]
SHIPPED = PROJECT / "seeds"
DEMONSTRATION = SHIPPED / "demo"
FIVE_MEASURES = PROJECT / "tests" / "seeds" / "five_measures"
# No test signs in with it; hashing costs time.
PASSWORD_HASH = "$argon2id$made-up"


def seeded(session: Session, seeds: Seeds | None = None, day: date = date(2026, 11, 23)) -> Outcome:
    """Loads seeds, those that ship unless others are given; the caller commits."""
    return load_seeds(session, seeds or shipped_seeds(), at=evening_of(day), today=day)


def demonstrated(session: Session, day: date, demonstration: Demonstration | None = None) -> Loaded:
    """Loads the demonstration around ``day`` on the evening of it; the caller commits."""
    told = demonstration or shipped_demonstration()
    return load(session, told, day=day, at=evening_of(day), password_hash=PASSWORD_HASH)


@cache
def shipped_seeds() -> Seeds:
    """The seeds that ship, read once."""
    return read_seeds(SHIPPED)


@cache
def shipped_demonstration() -> Demonstration:
    """The demonstration that ships, read once."""
    return read_demonstration(DEMONSTRATION)


def the_roadmap(session: Session) -> Roadmap:
    """The road map of the short addresses."""
    found = default_roadmap(session)
    assert found is not None
    return found


def evening_of(day: date) -> datetime:
    """A moment after office hours in Almaty, and still the same day there."""
    return datetime(day.year, day.month, day.day, 17, 30, tzinfo=UTC)


def told(session: Session, day: date) -> Portfolio:
    """The demonstration loaded around ``day``, as of that day."""
    demonstrated(session, day)
    return portfolio_on(session, the_roadmap(session), day)


def days_left(portfolio: Portfolio, number: str) -> int | None:
    """Working days until a milestone's approved date."""
    found = next(item.state.dates for item in portfolio.items if item.state.milestone.number == number)
    return found.working_days_left
