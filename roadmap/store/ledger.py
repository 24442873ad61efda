"""The ledger's tables, and appending to it: one number and one chain of checksums through a road map's whole ledger."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_, event, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.facts import AdoptionFact, CorrectionFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.store.base import Row
from roadmap.store.chain import StoredEntry, StoredLine, checksum
from roadmap.store.facts import dump
from roadmap.store.plan import RoadmapRow

_LONGEST_WAIT = timedelta(minutes=1)


class LedgerRewritten(Exception):
    """Somebody tried to change or remove a line. Lines are only added; a correction is a further line."""


class MovedOn(Exception):
    """The measure's ledger has a line that the writer had not seen. ``seen`` and ``last`` are ledger numbers."""

    def __init__(self, seen: int, last: int) -> None:
        super().__init__(f"line {seen} was the last one seen, but {last} has been written since")
        self.seen, self.last = seen, last


class LineRow(Row):
    """One act: a report or a decision."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        UniqueConstraint("roadmap_id", "seq"),
        # A second line after the same one would be a fork of the chain.
        UniqueConstraint("roadmap_id", "previous_hash"),
        CheckConstraint("act IN ('report', 'decision')", name="act"),
        Index("ix_ledger_line_measure_id_seq", "measure_id", "seq"),
        # Few lines correct another, and every selection asks whether one does.
        Index(
            "ix_ledger_line_corrects",
            "roadmap_id",
            "corrects",
            sqlite_where=text("corrects IS NOT NULL"),
            postgresql_where=text("corrects IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    seq: Mapped[int]
    act: Mapped[str]
    # Empty where the line is about the road map itself.
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    # Repeated from the line's correction, for the index.
    corrects: Mapped[int | None]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class EntryRow(Row):
    """One statement of a line. The day and the moment are repeated from the line, for the index that selects."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("line_id", "position"),
        # "Which is in force?" is one step on one of these.
        Index("ix_ledger_entry_of_milestone", "milestone_id", "facet", "effective_on", "place", "seq"),
        Index("ix_ledger_entry_of_measure", "measure_id", "facet", "effective_on", "place", "seq"),
        Index(
            "ix_ledger_entry_of_measure_itself",
            "measure_id",
            "facet",
            "effective_on",
            "place",
            "seq",
            sqlite_where=text("milestone_id IS NULL"),
            postgresql_where=text("milestone_id IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("ledger_line.id"))
    position: Mapped[int]
    seq: Mapped[int]
    # Where it stands among the lines about its day: its number, or the place of the line that it corrects.
    place: Mapped[int]
    act: Mapped[str]
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
    facet: Mapped[str]
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    author_id: Mapped[int | None]
    fact: Mapped[str]


def _refuse(_mapper: object, _connection: object, row: Row) -> None:
    raise LedgerRewritten(f"a line of the ledger cannot be changed or removed: {row!r}")


for _row in (LineRow, EntryRow):
    event.listen(_row, "before_update", _refuse)
    event.listen(_row, "before_delete", _refuse)


def append(
    session: Session,
    *,
    roadmap_id: int,
    measure_id: int | None,
    act: Act,
    statements: Sequence[Statement],
    effective_on: date,
    recorded_at: datetime,
    author_id: int | None,
    last_seen: int | None = None,
) -> int:
    """Writes one line and returns its number. Without ``measure_id`` it is about the road map itself.

    ``last_seen`` is the last line of this measure (of the road map itself) that the writer knew of; if there is a later
    one, ``MovedOn`` is raised and nothing is written. Whether the statements may be made at all is for ``domain`` to
    say, before.
    """
    head = session.execute(
        select(RoadmapRow.head_seq, RoadmapRow.head_hash).where(RoadmapRow.id == roadmap_id).with_for_update()
    ).one()
    if last_seen is not None:
        last = last_line_of(session, measure_id, roadmap_id)
        if last > last_seen:
            raise MovedOn(last_seen, last)
    seq: int = head.head_seq + 1
    recorded_at = _not_before_the_last(session, roadmap_id, head.head_seq, recorded_at)
    stored = StoredLine(
        seq=seq,
        act=act.value,
        measure_id=measure_id,
        effective_on=effective_on,
        recorded_at=recorded_at,
        author_id=author_id,
        entries=tuple(StoredEntry(s.milestone_id, s.facet.value, dump(s.fact)) for s in statements),
    )
    digest = checksum(head.head_hash, stored)
    corrected = _corrected(statements, seq)
    _write(session, roadmap_id, stored, head.head_hash, digest, corrected)
    session.execute(
        update(RoadmapRow)
        .where(RoadmapRow.id == roadmap_id)
        .values(head_seq=seq, head_hash=digest, revision=RoadmapRow.revision + 1)
        .values(_plan_changed(session, roadmap_id, stored, statements, corrected))
        .execution_options(synchronize_session=False)
    )
    return seq


def _corrected(statements: Sequence[Statement], seq: int) -> int | None:
    """The line that is corrected. A line corrects one: each has its own reason, and its own right words."""
    lines = {statement.fact.line for statement in statements if isinstance(statement.fact, CorrectionFact)}
    if len(lines) > 1:
        raise ValueError(f"one line corrects one other, and not {sorted(lines)}")
    line = next(iter(lines), None)
    if line is not None and not 0 < line < seq:
        raise ValueError(f"line {seq} cannot correct line {line}: it corrects an earlier one")
    return line


def _adds_to_plan(session: Session, roadmap_id: int, seq: int | None) -> bool:
    """Whether something was added to the plan in that line: nothing is taken out of the rows again."""
    entries = select(EntryRow.fact).join(LineRow, LineRow.id == EntryRow.line_id)
    amended = entries.where(LineRow.roadmap_id == roadmap_id, LineRow.seq == seq, EntryRow.facet == Facet.AMENDMENT)
    return any('"added":true' in fact for fact in session.scalars(amended))


def _plan_changed(
    session: Session, roadmap_id: int, line: StoredLine, statements: Sequence[Statement], corrected: int | None
) -> dict[str, date | datetime]:
    """Since when the plan is as its rows have it, where this line is about the plan, or corrects one that may be.

    Not every line was recorded later than the one before it: a clock may have been wrong.
    """
    about_plan = any(each.facet in (Facet.ADOPTION, Facet.AMENDMENT) for each in statements)
    if not about_plan and not corrected:
        return {}
    kept = select(RoadmapRow.plan_changed_on, RoadmapRow.plan_changed_at).where(RoadmapRow.id == roadmap_id)
    on, at = session.execute(kept).one()
    if not about_plan and on is None:
        return {}
    if corrected and _adds_to_plan(session, roadmap_id, corrected):
        on = date.max
    changed: dict[str, date | datetime] = {
        "plan_changed_at": max(at or line.recorded_at, line.recorded_at),
        "plan_changed_on": max(on or line.effective_on, line.effective_on) if about_plan or not on else on,
    }
    adoption = next((each.fact for each in statements if isinstance(each.fact, AdoptionFact)), None)
    return changed | ({"adopted_on": adoption.act.dated_on} if adoption else {})


def _not_before_the_last(session: Session, roadmap_id: int, last: int, at: datetime) -> datetime:
    """Whoever waited for the lock took his time before; in a chain a later line is not the earlier one.

    Where the last line is further ahead than anybody waits, its clock was wrong, and this line does not follow it.
    """
    before = session.scalar(select(LineRow.recorded_at).where(LineRow.roadmap_id == roadmap_id, LineRow.seq == last))
    return max(at, before) if before and before - at < _LONGEST_WAIT else at


def _write(
    session: Session, roadmap_id: int, stored: StoredLine, previous_hash: str, digest: str, corrects: int | None
) -> None:
    line = LineRow(
        roadmap_id=roadmap_id,
        seq=stored.seq,
        act=stored.act,
        measure_id=stored.measure_id,
        effective_on=stored.effective_on,
        recorded_at=stored.recorded_at,
        author_id=stored.author_id,
        previous_hash=previous_hash,
        hash=digest,
        corrects=corrects,
    )
    session.add(line)
    session.flush()
    place = _place(session, line)
    session.add_all(
        EntryRow(
            line_id=line.id,
            position=position,
            seq=stored.seq,
            place=place,
            act=stored.act,
            measure_id=stored.measure_id,
            milestone_id=entry.milestone_id,
            facet=entry.facet,
            effective_on=stored.effective_on,
            recorded_at=stored.recorded_at,
            author_id=stored.author_id,
            fact=entry.fact,
        )
        for position, entry in enumerate(stored.entries)
    )
    session.flush()


def _place(session: Session, line: LineRow) -> int:
    """Whatever was said since the line that is corrected comes after its correction as well."""
    if line.corrects is None:
        return line.seq
    of_corrected = select(EntryRow.place).join(LineRow, LineRow.id == EntryRow.line_id)
    of_corrected = of_corrected.where(LineRow.roadmap_id == line.roadmap_id, LineRow.seq == line.corrects)
    return session.scalar(of_corrected.limit(1)) or line.corrects


def last_line_of(session: Session, measure_id: int | None, roadmap_id: int | None = None) -> int:
    """The number of the last line about a measure; 0 if there is none.

    Without a measure: about the road map itself, whose number then has to be named.
    """
    which = LineRow.measure_id == measure_id
    if measure_id is None:
        which = and_(LineRow.measure_id.is_(None), LineRow.roadmap_id == roadmap_id)
    last: int | None = session.scalar(select(LineRow.seq).where(which).order_by(LineRow.seq.desc()).limit(1))
    return last or 0


def touch(session: Session, roadmap_id: int) -> None:
    """Counts a change of plan, people or days: pages made before it are out of date."""
    session.execute(
        update(RoadmapRow)
        .where(RoadmapRow.id == roadmap_id)
        .values(revision=RoadmapRow.revision + 1)
        .execution_options(synchronize_session=False)
    )
