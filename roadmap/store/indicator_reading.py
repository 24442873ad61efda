"""Reading the indicators with every stated point, in two queries."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.indicators import Indicator, IndicatorKind, Point
from roadmap.domain.plan import Origin, SourceReference
from roadmap.domain.text import LocalizedText
from roadmap.store.indicators import IndicatorRow, PointRow


def indicators_of(session: Session, roadmap_id: int) -> tuple[Indicator, ...]:
    """The indicators of a road map, each with its own points and no others."""
    points = _points(session, roadmap_id)
    rows = session.scalars(
        select(IndicatorRow).where(IndicatorRow.roadmap_id == roadmap_id).order_by(IndicatorRow.position)
    )
    return tuple(
        Indicator(
            id=row.id,
            code=row.code,
            title=row.title,
            unit=row.unit,
            origin=Origin(row.origin),
            kind=IndicatorKind(row.kind),
            reference=SourceReference(row.source, row.paragraph) if row.source and row.paragraph else None,
            as_of=row.as_of,
            caution=row.caution,
            no_data_note=row.no_data_note,
            stated_total=row.stated_total,
            points=tuple(points[row.id]),
            listed=tuple(LocalizedText(**each) for each in row.listed),
        )
        for row in rows
    )


def _points(session: Session, roadmap_id: int) -> dict[int, list[Point]]:
    query = (
        select(PointRow)
        .join(IndicatorRow, IndicatorRow.id == PointRow.indicator_id)
        .where(IndicatorRow.roadmap_id == roadmap_id)
        .order_by(PointRow.indicator_id, PointRow.position)
    )
    found: dict[int, list[Point]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.indicator_id].append(Point(row.label, row.on, row.value, row.share, row.approximate, row.flag))
    return found
