"""Reading the indicators with every stated point, in one query."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.indicators import Indicator, IndicatorKind, Point
from roadmap.domain.plan import Origin, SourceReference
from roadmap.domain.text import LocalizedText
from roadmap.store.indicators import IndicatorRow, PointRow


def indicators_of(session: Session, roadmap_id: int) -> tuple[Indicator, ...]:
    """The indicators of a road map, each with its own points and no others."""
    query = (
        select(IndicatorRow, PointRow)
        .outerjoin(PointRow, PointRow.indicator_id == IndicatorRow.id)
        .where(IndicatorRow.roadmap_id == roadmap_id)
        .order_by(IndicatorRow.position, IndicatorRow.id, PointRow.position)
    )
    rows: dict[int, IndicatorRow] = {}
    points: dict[int, list[Point]] = {}
    for row, point in session.execute(query):
        rows[row.id] = row
        of = points.setdefault(row.id, [])
        if point is not None:
            of.append(Point(point.label, point.on, point.value, point.share, point.approximate, point.flag))
    return tuple(_indicator(row, points[row.id]) for row in rows.values())


def _indicator(row: IndicatorRow, points: list[Point]) -> Indicator:
    return Indicator(
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
        points=tuple(points),
        listed=tuple(LocalizedText(**each) for each in row.listed),
        owner_id=row.organisation_id,
    )
