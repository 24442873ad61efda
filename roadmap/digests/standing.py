"""How the mail stands, in one look: the same for the operator's page and for ``flask digests status``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy.orm import Session

from roadmap.digests.upcoming import NextEdition, next_edition
from roadmap.store.mail.gate import Gate, gate_of
from roadmap.store.mail.standing import (
    STATES,
    KnownDelivery,
    KnownEdition,
    counts_by_state_and_kind,
    deliveries_in,
    latest_editions,
)
from roadmap.store.mail.suppressions import Suppression, suppressed_addresses
from roadmap.store.mail.workers import Worker, workers_of

_WORKS = ("clock", "sender")
_SILENT = timedelta(minutes=5)
_DECIDED_BY_HAND = ("in_doubt", "failed", "held")
_SHOWN = 25
_EDITIONS = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts, editions, workers, the gate, and what waits for a decision."""

    counts: dict[tuple[str, str], int]
    editions: list[KnownEdition]
    next_edition: NextEdition | None
    gate: Gate
    workers: list[Worker]
    undecided: list[KnownDelivery]
    suppressed: list[Suppression]
    missing: tuple[str, ...]
    tzdata: str

    @property
    def total(self) -> int:
        """Every delivery ever written down: the states add up to it."""
        return sum(self.counts.values())

    def in_state(self, state: str, *kinds: str) -> int:
        """How many are in a state, of some kinds or of all."""
        return sum(n for (each, kind), n in self.counts.items() if each == state and (not kinds or kind in kinds))

    def of_kind(self, *kinds: str) -> int:
        """How many of some kinds were ever written down."""
        return sum(n for (_, kind), n in self.counts.items() if kind in kinds)

    @property
    def undecided_total(self) -> int:
        """How many wait for a decision; the page shows the latest."""
        return sum(self.in_state(state) for state in _DECIDED_BY_HAND)


def standing_of(session: Session, at: datetime) -> Standing:
    """Reads it all; as many queries for ten deliveries as for ten thousand."""
    workers = workers_of(session)
    at_work = {work for worker in workers if at - worker.seen_at < _SILENT for work in _WORKS if work in worker.work}
    return Standing(
        counts=counts_by_state_and_kind(session),
        editions=latest_editions(session, _EDITIONS),
        next_edition=next_edition(session, at),
        gate=gate_of(session),
        workers=workers,
        undecided=deliveries_in(session, _DECIDED_BY_HAND, _SHOWN),
        suppressed=suppressed_addresses(session),
        missing=tuple(work for work in _WORKS if work not in at_work),
        tzdata=_tzdata(),
    )


def _tzdata() -> str:
    try:
        return version("tzdata")
    except PackageNotFoundError:
        return ""


def lines_of_standing(standing: Standing, at: datetime) -> Iterator[str]:
    """The same for a terminal: ``state=count`` for the states there are, then what else an operator asks for."""
    for state in STATES:
        if count := standing.in_state(state):
            yield f"{state}={count}"
    yield f"total={standing.total}"
    if standing.editions:
        last = standing.editions[0]
        yield f"last edition: {last.on} {last.slot[:5]} {last.timezone}, planned {last.planned}, {last.state}"
    if standing.next_edition:
        yield f"next edition: {standing.next_edition.on} {standing.next_edition.slot:%H:%M}"
    gate = standing.gate
    if gate.held_since:
        yield f"HELD since {gate.held_since:%Y-%m-%d %H:%M} UTC ({gate.because}): {gate.words}"
    for worker in standing.workers:
        seconds = int((at - worker.seen_at).total_seconds())
        trouble = f", trouble: {worker.trouble}" if worker.trouble else ""
        yield f"{worker.work} {worker.name}: seen {seconds} s ago{trouble}"
    for work in standing.missing:
        yield f"no {work} is at work"
    for each in standing.suppressed:
        yield f"refused address: {each.address}: {each.words}"
