"""What became of every mail: what the database says is held against what the relay wrote down."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from roadmap.database import Database
from roadmap.digests.handing.resolver import MOST_DOUBTS
from roadmap.store.mail.editions import EXPANDING, EditionRow
from roadmap.store.mail.gate import gate_of
from roadmap.store.mail.history import DeliveryEventRow
from roadmap.store.mail.outbox import DeliveryRow
from tests.kills.ground import Ground
from tests.kills.sink import Kept, kept_in

REFUSED = {"failed", "suppressed"}
GOING_ON = ("queued", "leased", "handing")


@dataclass(frozen=True)
class Told:
    """What the database says of one mail; ``doubts`` counts the entries of this very mail into ``in_doubt``."""

    address: str
    message_id: str
    sha256: str
    state: str
    doubts: int
    journaled: bool


@dataclass
class Reckoning:
    """One run, counted. ``problems`` is empty when every mail is accounted for."""

    planned: int
    states: dict[str, int]
    doubts: int
    copies: int = 0
    extra: int = 0
    missing: int = 0
    unexplained: int = 0
    problems: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Everything in one line."""
        states = " ".join(f"{state}={count}" for state, count in sorted(self.states.items()))
        return (
            f"planned={self.planned} {states} kept={self.copies} missing={self.missing} extra={self.extra}"
            f" doubts={self.doubts} unexplained={self.unexplained} problems={len(self.problems)}"
        )

    def __add__(self, other: "Reckoning") -> "Reckoning":
        states = dict(Counter(self.states) + Counter(other.states))
        sums = {
            name: getattr(self, name) + getattr(other, name)
            for name in ("planned", "doubts", "copies", "extra", "missing", "unexplained")
        }
        return Reckoning(states=states, problems=self.problems + other.problems, **sums)


def written(url: str) -> int:
    """How many mails are in the database."""
    database = Database(url)
    with database.reading() as session:
        found = session.scalar(select(func.count()).select_from(DeliveryRow)) or 0
    database.engine.dispose()
    return found


def unfinished(url: str, expected: int, policy: str) -> int:
    """How many mails have not come to an end, those that nobody has written down yet among them."""
    database = Database(url)
    going_on = DeliveryRow.state.in_(GOING_ON)
    if policy != "hold":
        # A mail whose answer was lost too often is left to a person.
        open_doubt = DeliveryRow.state == "in_doubt"
        going_on |= open_doubt if policy == "journal" else open_doubt & (DeliveryRow.doubts < MOST_DOUBTS)
    with database.reading() as session:
        found = session.scalar(select(func.count()).where(going_on)) or 0
        found += session.scalar(select(func.count()).where(EditionRow.state == EXPANDING)) or 0
    database.engine.dispose()
    return found + max(expected - written(url), 0)


def reckon(url: str, ledger: Path, ground: Ground, policy: str) -> Reckoning:
    """Counts a run that is over. ``policy`` is what was done about doubts: journal, resend or hold."""
    told, planned, steps, held = _told(url)
    kept: dict[str, list[Kept]] = defaultdict(list)
    for each in kept_in(ledger):
        for address in each.recipients:
            kept[address].append(each)
    found = Reckoning(
        planned=planned,
        states=dict(Counter(each.state for each in told)),
        doubts=sum(each.doubts for each in told),
        copies=sum(len(copies) for copies in kept.values()),
    )
    _account_for_everybody(found, told, ground)
    for each in told:
        _account_for(found, each, kept.get(each.address, []), ground, policy)
    strangers = kept.keys() - {each.address for each in told}
    found.problems += [f"{address}: got a mail that nobody wrote down" for address in sorted(strangers)]
    if held:
        found.problems.append(f"all mail is held: {held}")
    if steps:
        found.problems.append(f"{steps} mails whose last step in the history is not their state")
    return found


def _account_for_everybody(found: Reckoning, told: list[Told], ground: Ground) -> None:
    written = Counter(each.address for each in told)
    for address in sorted(ground.readers - written.keys()):
        found.missing += 1
        found.problems.append(f"{address}: never written down")
    found.problems += [f"{address}: written down {count} times" for address, count in written.items() if count > 1]
    if not found.planned == len(told) == sum(found.states.values()):
        found.problems.append(f"{found.planned} planned, {len(told)} written down, states {found.states}")


def _account_for(found: Reckoning, told: Told, kept: list[Kept], ground: Ground, policy: str) -> None:
    where = f"{told.address} ({told.state}, {len(kept)} kept, {told.doubts} doubts)"
    extra = max(len(kept) - 1, 0)
    found.extra += extra
    if {each.message_id for each in kept} - {told.message_id}:
        found.problems.append(f"{where}: more than one Message-ID")
    if {each.sha256 for each in kept} - {told.sha256}:
        found.problems.append(f"{where}: other bytes than were written down")
    if extra > told.doubts:
        found.unexplained += extra - told.doubts
        found.problems.append(f"{where}: copies that no doubt explains")
    if extra and (policy == "hold" or (policy == "journal" and told.journaled)):
        found.problems.append(f"{where}: a second copy in spite of the policy {policy!r}")
    refused = told.address in ground.refused
    if told.state in REFUSED and not refused:
        found.problems.append(f"{where}: given up, although nobody refused it for good")
    if refused and (kept or told.state not in REFUSED):
        found.problems.append(f"{where}: refused for good, and not shown so")
    # What is left to a person is shown, so it is not lost.
    listed = told.state == "in_doubt" and (policy == "hold" or (policy == "resend" and told.doubts >= MOST_DOUBTS))
    if not kept and not refused and not listed:
        found.missing += 1
        found.problems.append(f"{where}: missing")
    if told.state not in {"sent", *REFUSED} and not listed:
        found.problems.append(f"{where}: not at an end")


def _told(url: str) -> tuple[list[Told], int, int, str | None]:
    """Every mail, how many were planned, how many do not stand where the history says, and why mail is held."""
    database = Database(url)
    entered = DeliveryEventRow.to_state == "in_doubt"
    with database.reading() as session:
        doubts = dict(
            session.execute(
                select(DeliveryEventRow.delivery_id, func.count()).where(entered).group_by(DeliveryEventRow.delivery_id)
            ).all()
        )
        rows = session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)).all()
        planned = session.scalar(select(func.sum(EditionRow.planned))) or 0
        gate = gate_of(session)
        last = select(func.max(DeliveryEventRow.id)).group_by(DeliveryEventRow.delivery_id)
        steps = dict(
            session.execute(
                select(DeliveryEventRow.delivery_id, DeliveryEventRow.to_state).where(DeliveryEventRow.id.in_(last))
            ).all()
        )
    database.engine.dispose()
    told = [
        Told(row.address, row.message_id, row.mime_sha256, row.state, doubts.get(row.id, 0), row.journaled)
        for row in rows
    ]
    out_of_step = sum(steps.get(row.id) != row.state for row in rows)
    return told, planned, out_of_step, f"{gate.because} {gate.words}" if gate.held else None
