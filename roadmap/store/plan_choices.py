"""What may be chosen in the plan's forms: numbers in use, working calendars, deciders, paragraphs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.plan import SourceReference
from roadmap.domain.text import LocalizedText
from roadmap.store.context import ParagraphRow, SourceRow
from roadmap.store.days import DayRow
from roadmap.store.deciders import DeciderRow
from roadmap.store.plan import MeasureRow, RoadmapRow


def measure_numbers(session: Session, roadmap_id: int) -> dict[str, int]:
    """The measures of a road map by their numbers in the plan, with their numbers (ids)."""
    query = select(MeasureRow.number, MeasureRow.id).where(MeasureRow.roadmap_id == roadmap_id)
    return dict(session.execute(query.order_by(MeasureRow.position)).all())


def deciders_of(session: Session, roadmap_id: int) -> list[tuple[str, LocalizedText]]:
    """What an item of a road map can stem from, by code, in the table's order."""
    query = select(DeciderRow.code, DeciderRow.stems_from).where(DeciderRow.roadmap_id == roadmap_id)
    return [(code, stems_from) for code, stems_from in session.execute(query.order_by(DeciderRow.position))]


def paragraphs_of(session: Session, roadmap_id: int) -> list[tuple[SourceReference, LocalizedText, LocalizedText]]:
    """Every paragraph of a road map's sources: the reference, the source's title, and the words."""
    query = (
        select(SourceRow.code, ParagraphRow.number, SourceRow.title, ParagraphRow.text)
        .join(SourceRow, SourceRow.id == ParagraphRow.source_id)
        .where(SourceRow.roadmap_id == roadmap_id)
        .order_by(SourceRow.position, ParagraphRow.position)
    )
    return [(SourceReference(code, number), title, text) for code, number, title, text in session.execute(query)]


def sources_of(session: Session, roadmap_id: int) -> list[tuple[str, LocalizedText]]:
    """The sources of a road map: code and title."""
    query = select(SourceRow.code, SourceRow.title).where(SourceRow.roadmap_id == roadmap_id)
    return [(code, title) for code, title in session.execute(query.order_by(SourceRow.position))]


def calendars(session: Session) -> list[str]:
    """The working calendars that there are; that of Kazakhstan even where no day of it was loaded yet."""
    loaded = session.scalars(select(DayRow.calendar).distinct())
    used = session.scalars(select(RoadmapRow.calendar).distinct())
    return sorted({"KZ", *loaded, *used}, key=lambda code: (code != "KZ", code))
