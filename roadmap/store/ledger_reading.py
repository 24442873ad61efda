"""Choosing what of the ledger is in force on a day, in SQL and on an index; judging it is for ``domain``.

The pure twin of the rule is ``roadmap.domain.ledger.in_force``; a property test holds the two together.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true, union_all
from sqlalchemy.orm import Session, aliased

from roadmap.domain.ledger import ADDING, REPLACING, Act, Entry, Facet, Fact, Line
from roadmap.domain.measures import SAME_TEXT_REPORTS
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.store.facts import load
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import MeasureRow, MilestoneRow

Entries = list[Entry[Any]]
_OF_MEASURES = (Facet.VERDICT, Facet.OWNER, Facet.EXTENSION)


def records_of(session: Session, roadmap_id: int, day: date, known_at: datetime | None) -> dict[int, MeasureRecord]:
    """What the ledger says of every measure of a road map on ``day``: two queries, on any length of history."""
    entries: dict[int, Entries] = defaultdict(list)
    for row in session.scalars(_replacing(roadmap_id, day, known_at)):
        entries[row.measure_id].append(entry_of(row))
    for row in session.scalars(_adding(roadmap_id, day, known_at)):
        entries[row.measure_id].append(entry_of(row))
    return {measure_id: record_of(found) for measure_id, found in entries.items()}


def record_of(entries: Iterable[Entry[Any]]) -> MeasureRecord:
    """Sorts the entries in force for one measure into a record."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    subjects: dict[int | None, Entries] = defaultdict(list)
    by_facet: dict[Facet, Entries] = defaultdict(list)
    for entry in ordered:
        subjects[entry.milestone_id].append(entry)
        by_facet[entry.facet].append(entry)
    return MeasureRecord(
        measure=_subject(subjects.pop(None, [])),
        milestones={number: _subject(found) for number, found in subjects.items() if number is not None},
        reports=tuple(reversed(by_facet[Facet.REPORT])),
        asks=tuple(by_facet[Facet.ASK]),
        answers=tuple(by_facet[Facet.ANSWER]),
        withdrawals=tuple(by_facet[Facet.WITHDRAWAL]),
    )


def _subject(entries: Entries) -> SubjectRecord:
    last = {entry.facet: entry for entry in entries}
    return SubjectRecord(
        progress=last.get(Facet.PROGRESS),
        verdict=last.get(Facet.VERDICT),
        owner=last.get(Facet.OWNER),
        extension=last.get(Facet.EXTENSION),
        deadlines=tuple(entry for entry in entries if entry.facet is Facet.DEADLINE),
    )


def entry_of(row: EntryRow) -> Entry[Any]:
    """The row as the domain speaks of it."""
    facet = Facet(row.facet)
    return Entry(
        seq=row.seq,
        act=Act(row.act),
        measure_id=row.measure_id,
        milestone_id=row.milestone_id,
        facet=facet,
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        author_id=row.author_id,
        fact=load(facet, row.fact),
    )


def _heard(row: Any, day: date, known_at: datetime | None) -> ColumnElement[bool]:
    known = row.recorded_at <= known_at if known_at is not None else true()
    return and_(row.effective_on <= day, known)


def _replacing(roadmap_id: int, day: date, known_at: datetime | None) -> Select[EntryRow]:
    """The last entry for each subject and facet in which a later one replaces an earlier, and the last three reports.

    It is driven from the plan, one step on an index for each answer, so that it costs what the plan has and not what
    history has.
    """
    entry = aliased(EntryRow)
    of_milestones = select(MilestoneRow.id).join(MeasureRow, MeasureRow.id == MilestoneRow.measure_id)
    of_measures = select(MeasureRow.id)
    chosen = [
        of_milestones.with_only_columns(_last(entry, entry.milestone_id == MilestoneRow.id, facet, day, known_at))
        for facet in REPLACING
    ]
    own = and_(entry.measure_id == MeasureRow.id, entry.milestone_id.is_(None))
    chosen += [of_measures.with_only_columns(_last(entry, own, facet, day, known_at)) for facet in _OF_MEASURES]
    chosen += [
        of_measures.with_only_columns(_last(entry, own, Facet.REPORT, day, known_at, skipping=skipped))
        for skipped in range(SAME_TEXT_REPORTS)
    ]
    ids = union_all(*(query.where(MeasureRow.roadmap_id == roadmap_id) for query in chosen))
    return select(EntryRow).where(EntryRow.id.in_(ids))


def _last(
    entry: Any, subject: ColumnElement[bool], facet: Facet, day: date, known_at: datetime | None, skipping: int = 0
) -> Any:
    query = select(entry.id).where(subject, entry.facet == facet.value, _heard(entry, day, known_at))
    newest_first = query.order_by(entry.effective_on.desc(), entry.seq.desc())
    return newest_first.limit(1).offset(skipping).correlate(MilestoneRow, MeasureRow).scalar_subquery()


def _adding(roadmap_id: int, day: date, known_at: datetime | None) -> Select[EntryRow]:
    """All approved dates, asks, answers and withdrawals: they count one by one, and there are few of them."""
    return (
        select(EntryRow)
        .join(MeasureRow, MeasureRow.id == EntryRow.measure_id)
        .where(
            MeasureRow.roadmap_id == roadmap_id,
            EntryRow.facet.in_([facet.value for facet in ADDING]),
            _heard(EntryRow, day, known_at),
        )
    )


def lines_of(session: Session, measure_id: int, day: date, known_at: datetime | None) -> list[Line]:
    """Every line about a measure that speaks of ``day`` or earlier, the newest first: its history."""
    query = (
        select(EntryRow)
        .where(EntryRow.measure_id == measure_id, _heard(EntryRow, day, known_at))
        .order_by(EntryRow.effective_on.desc(), EntryRow.seq.desc(), EntryRow.position)
    )
    found: dict[int, list[Entry[Fact]]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.seq].append(entry_of(row))
    return [_line(seq, entries) for seq, entries in found.items()]


def _line(seq: int, entries: list[Entry[Fact]]) -> Line:
    first = entries[0]
    return Line(
        seq, first.act, first.measure_id, first.effective_on, first.recorded_at, first.author_id, tuple(entries)
    )


def first_day_of(session: Session, roadmap_id: int) -> date | None:
    """The earliest day that any line speaks about; ``None`` while the ledger is empty."""
    return session.scalar(select(func.min(LineRow.effective_on)).where(LineRow.roadmap_id == roadmap_id))


def stamp_on(session: Session, roadmap_id: int, day: date) -> tuple[int, str] | None:
    """Number and checksum of the last line that speaks of ``day`` or earlier: what a page of that day was made from."""
    spoken = select(LineRow.seq, LineRow.hash).where(LineRow.roadmap_id == roadmap_id, LineRow.effective_on <= day)
    found = session.execute(spoken.order_by(LineRow.seq.desc()).limit(1)).first()
    return (found.seq, found.hash) if found else None
