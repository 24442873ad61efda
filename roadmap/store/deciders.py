"""The table of who decides about an item, by what the item stems from (domain notes §3.5). The controller keeps it."""

from dataclasses import replace

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.deciders import Decider
from roadmap.domain.facts import Element
from roadmap.domain.planning import ProposedMeasure, ProposedRoadmap
from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row
from roadmap.store.ledger import touch
from roadmap.store.plan import MeasureRow, RoadmapRow
from roadmap.store.plan_kept import Part, kept
from roadmap.store.plan_writing import Gone, Writer, hold, save


class DeciderRow(Row):
    """What an item stems from, and whose decision it takes to move its date or to take it off control."""

    __tablename__ = "decider"
    __table_args__ = (UniqueConstraint("roadmap_id", "code"), UniqueConstraint("roadmap_id", "position"))
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    code: Mapped[str]
    position: Mapped[int]
    stems_from: Mapped[LocalizedText]
    decides: Mapped[LocalizedText]
    # Until somebody who knows says so, an entry is shown as one that is to be confirmed.
    confirmed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[LocalizedText]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class DeciderMovedOn(Exception):
    """The entry, or the choice of one, is not as the writer last saw it. ``now`` is the entry as it stands."""

    def __init__(self, now: Decider | None) -> None:
        super().__init__(f"who decides has been changed meanwhile: {now}")
        self.now = now


def deciders_of(session: Session, roadmap_id: int) -> list[Decider]:
    """The table of a road map, in its order."""
    rows = session.scalars(select(DeciderRow).where(DeciderRow.roadmap_id == roadmap_id).order_by(DeciderRow.position))
    return [_decider(row) for row in rows]


def decider_of(session: Session, roadmap_id: int, measure_id: int | None = None) -> Decider | None:
    """The entry that applies to a measure, or to the road map itself, in one query."""
    of_roadmap = select(RoadmapRow.decider_code).where(RoadmapRow.id == roadmap_id).scalar_subquery()
    own = select(func.nullif(MeasureRow.decider_code, "")).where(MeasureRow.id == measure_id).scalar_subquery()
    applies = DeciderRow.code == (of_roadmap if measure_id is None else func.coalesce(own, of_roadmap))
    row = session.scalar(select(DeciderRow).where(DeciderRow.roadmap_id == roadmap_id, applies))
    return _decider(row) if row else None


def decider_called(session: Session, roadmap_id: int, code: str | None) -> Decider | None:
    """The entry with this code, as it reads today; ``None`` without one."""
    query = select(DeciderRow).where(DeciderRow.roadmap_id == roadmap_id, DeciderRow.code == code)
    row = session.scalar(query) if code else None
    return _decider(row) if row else None


def keep_decider(session: Session, roadmap_id: int, decider: Decider) -> None:
    """Writes an entry down; one with version 0 is a new one.

    Raises ``DeciderMovedOn`` if the entry has another version by now, or a new one has the code of one that is there.
    """
    # Whoever else writes into this road map waits, and sees this change.
    touch(session, roadmap_id)
    natural = (DeciderRow.roadmap_id == roadmap_id, DeciderRow.code == decider.code)
    row = session.scalar(select(DeciderRow).where(*natural).execution_options(populate_existing=True))
    if (row.version if row else 0) != decider.version:
        raise DeciderMovedOn(_decider(row) if row else None)
    if row is None:
        last = session.scalar(select(func.max(DeciderRow.position)).where(DeciderRow.roadmap_id == roadmap_id))
        row = DeciderRow(roadmap_id=roadmap_id, code=decider.code, position=0 if last is None else last + 1)
        session.add(row)
    row.stems_from, row.decides, row.note = decider.stems_from, decider.decides, decider.note
    row.confirmed = decider.confirmed
    session.flush()


def choose_decider(
    session: Session, roadmap_id: int, measure_id: int | None, code: str | None, seen: str, writer: Writer
) -> None:
    """Says which entry applies to a measure (to the road map, without one); ``None``: as the road map, or none.

    It is a change of the plan like any other: counted in a draft, and in an adopted plan an amendment with its basis
    (``NeedsBasis`` without one). ``seen`` is the code that the writer knew of, empty for none; raises
    ``DeciderMovedOn`` if it is another by now.
    """
    hold(session, roadmap_id)
    part = Part(Element.ROADMAP, roadmap_id) if measure_id is None else Part(Element.MEASURE, measure_id)
    now = kept(session, roadmap_id, part)
    if now is None or not isinstance(now.values, ProposedRoadmap | ProposedMeasure):
        raise Gone
    current = now.values.decider_code or ""
    if current != seen:
        known = {each.code: each for each in deciders_of(session, roadmap_id)}
        raise DeciderMovedOn(known.get(current))
    save(session, roadmap_id, part, replace(now.values, decider_code=code), now.version, writer)


def chosen_codes(session: Session, roadmap_id: int) -> dict[int | None, str]:
    """Which entry was chosen for which measure, by its number (id); under ``None`` that of the road map."""
    of_roadmap = session.scalar(select(RoadmapRow.decider_code).where(RoadmapRow.id == roadmap_id))
    rows = session.execute(
        select(MeasureRow.id, MeasureRow.decider_code).where(
            MeasureRow.roadmap_id == roadmap_id, MeasureRow.decider_code.is_not(None)
        )
    )
    found: dict[int | None, str] = {number: code for number, code in rows if code}
    return found | ({None: of_roadmap} if of_roadmap else {})


def _decider(row: DeciderRow) -> Decider:
    return Decider(row.code, row.stems_from, row.decides, row.confirmed, row.note, row.version)
