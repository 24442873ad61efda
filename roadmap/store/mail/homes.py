"""Where a person is at home: the zone in which his one mail of a morning is written, whatever its road maps' zones are.

It is the zone of the first road map that he has a role in, the default one before the others; of whoever has none, the
default road map's.
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlalchemy.orm import Session

from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.plan import RoadmapRow

_IN_ORDER = select(RoadmapRow.timezone).order_by(RoadmapRow.is_default.desc(), RoadmapRow.id).limit(1)
_HIS = (GrantRow.roadmap_id == RoadmapRow.id, GrantRow.person_id == PersonRow.id)
_BY_ROLE = _IN_ORDER.where(exists().where(*_HIS).correlate(RoadmapRow, PersonRow)).correlate(PersonRow)
HOME_ZONE: ColumnElement[str] = func.coalesce(_BY_ROLE.scalar_subquery(), _IN_ORDER.scalar_subquery())


def home_zone(session: Session, person_id: int) -> str | None:
    """The zone of one person; ``None`` without a road map."""
    return session.scalar(select(HOME_ZONE).where(PersonRow.id == person_id))


def at_home(on: date, timezone: str) -> ColumnElement[bool]:
    """For a query: whether a person is written to in this zone on a day.

    Whoever moved to it on the day itself, and was written to before he did, is not written to twice.
    """
    mine = and_(DeliveryRow.person_id == PersonRow.id, DeliveryRow.on == on, DeliveryRow.kind == "digest")
    elsewhere = exists().where(mine, EditionRow.id == DeliveryRow.edition_id, EditionRow.timezone != timezone)
    return and_(HOME_ZONE.in_([timezone]), not_(elsewhere))
