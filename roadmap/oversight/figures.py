"""The indicators of a road map with their readings, as they stood on a day, ready to be drawn."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from roadmap.domain.indicator_pictures import Figures, figures_of
from roadmap.store.indicator_reading import indicators_of
from roadmap.store.reading_lines import readings_of


def figures_on(session: Session, roadmap_id: int, day: date, known_at: datetime | None = None) -> list[Figures]:
    """Every indicator, in two queries. Stated points are the same on every day; readings are those of the record."""
    readings = readings_of(session, roadmap_id, day, known_at)
    return [figures_of(each, readings.get(each.code, ())) for each in indicators_of(session, roadmap_id)]
