"""The lines about a measure, or about the road map itself, as many as fit on a page: the same cost at any length."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from roadmap.domain.facts import Fact
from roadmap.domain.ledger import Act, Entry, Facet, Line
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.ledger_reading import COLUMNS, entry_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class History:
    """One page of lines, the newest first, of ``total``. ``earlier`` is the first line of the page after it.

    ``deadlines`` are all approved dates, also those of lines on other pages; ``wrong`` are lines that were corrected.
    ``newest`` says whether the page is the first one.
    """

    lines: tuple[Line, ...]
    total: int
    earlier: int | None
    newest: bool
    deadlines: tuple[Entry[Fact], ...] = ()

    @property
    def wrong(self) -> frozenset[int]:
        """The numbers of the lines on this page that another one corrects."""
        return frozenset(line.seq for line in self.lines if line.corrected_by)

    @property
    def shown(self) -> frozenset[int]:
        """The numbers of the lines on this page."""
        return frozenset(line.seq for line in self.lines)


def history_of(
    session: Session,
    roadmap_id: int,
    measure_id: int | None,
    day: date,
    known_at: datetime | None,
    line: int | None = None,
) -> History:
    """The lines that speak of ``day`` or earlier and were known: the newest, or the page that begins with ``line``.

    Without a measure, those about the road map itself.
    """
    about = and_(LineRow.roadmap_id == roadmap_id, LineRow.measure_id == measure_id, _spoken(LineRow, day, known_at))
    chosen = select(LineRow.id, LineRow.seq, LineRow.act, _corrected_by(roadmap_id, known_at).label("corrected_by"))
    newest_first = chosen.where(about).order_by(LineRow.effective_on.desc(), LineRow.seq.desc()).limit(PAGE + 1)
    rows, newest = session.execute(newest_first).all(), True
    if line is not None and len(rows) > PAGE and line not in {row.seq for row in rows[:PAGE]}:
        begins = session.execute(select(LineRow.effective_on, LineRow.seq).where(about, LineRow.seq == line)).first()
        if begins:
            window = tuple_(LineRow.effective_on, LineRow.seq) <= tuple_(begins.effective_on, begins.seq)
            rows, newest = session.execute(newest_first.where(window)).all(), False
    total = session.scalar(select(func.count()).select_from(LineRow).where(about)) or 0
    return History(
        lines=tuple(_lines(session, rows[:PAGE])),
        total=total,
        earlier=rows[PAGE].seq if len(rows) > PAGE else None,
        newest=newest,
        deadlines=_deadlines(session, measure_id, day, known_at),
    )


def _spoken(row: Any, day: date, known_at: datetime | None) -> ColumnElement[bool]:
    return and_(row.effective_on <= day, row.recorded_at <= known_at if known_at else true())


def _corrected_by(roadmap_id: int, known_at: datetime | None) -> Any:
    later = aliased(LineRow)
    names = select(func.min(later.seq)).where(later.roadmap_id == roadmap_id, later.corrects == LineRow.seq)
    if known_at:
        names = names.where(later.recorded_at <= known_at)
    return names.correlate(LineRow).scalar_subquery()


def _lines(session: Session, rows: Sequence[Any]) -> list[Line]:
    query = select(EntryRow.line_id, *COLUMNS).where(EntryRow.line_id.in_([row.id for row in rows]))
    entries: dict[int, list[Entry[Fact]]] = defaultdict(list)
    rows_of_entries: Iterable[Row[Any]] = session.execute(query.order_by(EntryRow.line_id, EntryRow.position))
    for row in rows_of_entries:
        entries[row.line_id].append(entry_of(row))
    return [_line(row, entries[row.id]) for row in rows]


def _line(row: Any, entries: Sequence[Entry[Fact]]) -> Line:
    first = entries[0]
    return Line(
        row.seq,
        Act(row.act),
        first.measure_id,
        first.effective_on,
        first.recorded_at,
        first.author_id,
        tuple(entries),
        row.corrected_by,
    )


def _deadlines(
    session: Session, measure_id: int | None, day: date, known_at: datetime | None
) -> tuple[Entry[Fact], ...]:
    about = and_(EntryRow.measure_id == measure_id, EntryRow.facet == Facet.DEADLINE.value)
    rows: Iterable[Row[Any]] = session.execute(select(*COLUMNS).where(about, _spoken(EntryRow, day, known_at)))
    return tuple(entry_of(row) for row in rows)
