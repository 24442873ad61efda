"""Choosing what of the ledger is in force on a day, in SQL and on an index; judging it is for ``domain``.

The pure twin of the rule is ``roadmap.domain.ledger.in_force``; a property test holds the two together.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, exists, func, select, true, union_all
from sqlalchemy.orm import Session, aliased

from roadmap.domain.facts import Fact
from roadmap.domain.ledger import ADDING, REPLACING, Act, Entry, Facet, Line
from roadmap.domain.measures import SAME_TEXT_REPORTS
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.store.facts import load
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import MeasureRow, MilestoneRow

Entries = list[Entry[Any]]
Heard = ColumnElement[bool]
_FACETS = {facet.value: facet for facet in Facet}
_ACTS = {act.value: act for act in Act}
# A page of a thousand measures reads tens of thousands of entries: columns cost a fraction of what objects do.
COLUMNS = (
    EntryRow.seq,
    EntryRow.place,
    EntryRow.act,
    EntryRow.measure_id,
    EntryRow.milestone_id,
    EntryRow.facet,
    EntryRow.effective_on,
    EntryRow.recorded_at,
    EntryRow.author_id,
    EntryRow.fact,
)
_OF_MEASURES = (Facet.VERDICT, Facet.OWNER, Facet.EXTENSION)


def records_of(
    session: Session, roadmap_id: int, day: date, known_at: datetime | None, measure_id: int | None = None
) -> dict[int, MeasureRecord]:
    """What the ledger says of every measure of a road map on ``day``: two queries, on any length of history.

    With ``measure_id`` only of that measure.
    """
    values = {"roadmap_id": roadmap_id, "day": day, "known_at": known_at, "measure_id": measure_id}
    asked = known_at is not None, measure_id is not None
    entries: dict[int, Entries] = defaultdict(list)
    for query in (_replacing(*asked), _adding(*asked)):
        for row in session.execute(query, values):
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
        corrections=tuple(by_facet[Facet.CORRECTION]),
    )


def _subject(entries: Entries) -> SubjectRecord:
    last = {entry.facet: entry for entry in entries}
    return SubjectRecord(
        progress=last.get(Facet.PROGRESS),
        verdict=last.get(Facet.VERDICT),
        owner=last.get(Facet.OWNER),
        extension=last.get(Facet.EXTENSION),
        deadlines=tuple(entry for entry in entries if entry.facet is Facet.DEADLINE),
        refusals=tuple(entry for entry in entries if entry.facet is Facet.REFUSAL),
    )


def entry_of(row: EntryRow | Row[Any]) -> Entry[Any]:
    """The row, or its columns of the same names, as the domain speaks of it."""
    facet = _FACETS[row.facet]
    return Entry(
        seq=row.seq,
        act=_ACTS[row.act],
        measure_id=row.measure_id,
        milestone_id=row.milestone_id,
        facet=facet,
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        author_id=row.author_id,
        fact=load(facet, row.fact),
        place=row.place,
    )


def _spoken(row: Any, day: date | BindParameter[Any], known_at: datetime | BindParameter[Any] | None) -> Heard:
    known = row.recorded_at <= known_at if known_at is not None else true()
    return and_(row.effective_on <= day, known)


def _heard(row: Any, known_at: BindParameter[Any] | None) -> Heard:
    """Speaks of the day or earlier, was known, and no line that was known corrects it."""
    later = aliased(LineRow)
    corrected = exists().where(later.roadmap_id == _ROADMAP, later.corrects == row.seq)
    if known_at is not None:
        corrected = corrected.where(later.recorded_at <= known_at)
    return and_(_spoken(row, _DAY, known_at), ~corrected)


# Putting a query together costs more than running it on a short ledger: each is made once, and only its values change.
_ROADMAP: BindParameter[Any] = bindparam("roadmap_id")
_MEASURE: BindParameter[Any] = bindparam("measure_id")
_DAY: BindParameter[Any] = bindparam("day")
_KNOWN_AT: BindParameter[Any] = bindparam("known_at")


def _which(one: bool) -> ColumnElement[bool]:
    of_roadmap = MeasureRow.roadmap_id == _ROADMAP
    return and_(of_roadmap, MeasureRow.id == _MEASURE) if one else of_roadmap


@cache
def _replacing(known: bool, one: bool) -> Select[*tuple[Any, ...]]:
    """The last entry for each subject and facet in which a later one replaces an earlier, and the last three reports.

    It is driven from the plan, one step on an index for each answer, so that it costs what the plan has and not what
    history has.
    """
    entry = aliased(EntryRow)
    heard = _heard(entry, _KNOWN_AT if known else None)
    of_milestones = select(MilestoneRow.id).join(MeasureRow, MeasureRow.id == MilestoneRow.measure_id)
    of_measures = select(MeasureRow.id)
    chosen = [
        of_milestones.with_only_columns(_last(entry, entry.milestone_id == MilestoneRow.id, facet, heard))
        for facet in REPLACING
    ]
    own = and_(entry.measure_id == MeasureRow.id, entry.milestone_id.is_(None))
    chosen += [of_measures.with_only_columns(_last(entry, own, facet, heard)) for facet in _OF_MEASURES]
    chosen += [
        of_measures.with_only_columns(_last(entry, own, Facet.REPORT, heard, skipping=skipped))
        for skipped in range(SAME_TEXT_REPORTS)
    ]
    ids = union_all(*(query.where(_which(one)) for query in chosen))
    return select(*COLUMNS).where(EntryRow.id.in_(ids))


def _last(entry: Any, subject: ColumnElement[bool], facet: Facet, heard: Heard, skipping: int = 0) -> Any:
    query = select(entry.id).where(subject, entry.facet == facet.value, heard)
    newest_first = query.order_by(
        entry.effective_on.desc(), entry.place.desc(), entry.seq.desc(), entry.position.desc()
    )
    return newest_first.limit(1).offset(skipping).correlate(MilestoneRow, MeasureRow).scalar_subquery()


@cache
def _adding(known: bool, one: bool) -> Select[*tuple[Any, ...]]:
    """Approved dates, asks, answers, withdrawals, refusals, corrections: they count one by one, and there are few."""
    return (
        select(*COLUMNS)
        .join(MeasureRow, MeasureRow.id == EntryRow.measure_id)
        .where(
            _which(one),
            EntryRow.facet.in_([facet.value for facet in ADDING]),
            _heard(EntryRow, _KNOWN_AT if known else None),
        )
        .order_by(EntryRow.seq, EntryRow.position)
    )


def lines_of(session: Session, measure_id: int, day: date, known_at: datetime | None) -> list[Line]:
    """A measure's history: every line that speaks of ``day`` or earlier, the newest first, corrected ones as well."""
    return _lines(session, select(EntryRow).where(EntryRow.measure_id == measure_id, _spoken(EntryRow, day, known_at)))


def own_lines_of(session: Session, roadmap_id: int, day: date) -> list[Line]:
    """The same of the road map itself: the lines that are about no measure."""
    of_roadmap = select(EntryRow).join(LineRow, LineRow.id == EntryRow.line_id)
    about = and_(LineRow.roadmap_id == roadmap_id, LineRow.measure_id.is_(None))
    return _lines(session, of_roadmap.where(about, _spoken(EntryRow, day, None)))


def _lines(session: Session, query: Select[*tuple[Any, ...]]) -> list[Line]:
    newest_first = query.order_by(EntryRow.effective_on.desc(), EntryRow.seq.desc(), EntryRow.position)
    found: dict[int, list[Entry[Fact]]] = defaultdict(list)
    for row in session.scalars(newest_first):
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


def stamp_on(session: Session, roadmap_id: int, day: date, known_at: datetime | None = None) -> tuple[int, str] | None:
    """Number and checksum of the last line that speaks of ``day`` or earlier: what a page of that day was made from."""
    spoken = select(LineRow.seq, LineRow.hash).where(LineRow.roadmap_id == roadmap_id, LineRow.effective_on <= day)
    if known_at:
        spoken = spoken.where(LineRow.recorded_at <= known_at)
    found = session.execute(spoken.order_by(LineRow.seq.desc()).limit(1)).first()
    return (found.seq, found.hash) if found else None
