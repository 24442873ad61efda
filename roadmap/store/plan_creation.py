"""Adding a road map, whose controller is whoever adds it. Nothing is committed here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from roadmap.domain.deciders import Decider
from roadmap.domain.people import Role
from roadmap.domain.plan import Origin, Stage
from roadmap.domain.planning import ProposedRoadmap
from roadmap.domain.security import SecurityKind
from roadmap.store.deciders import keep_decider
from roadmap.store.people import grant, grants_of
from roadmap.store.plan import RoadmapRow
from roadmap.store.plan_writing import Taken, flush
from roadmap.store.security_log import record


def create_roadmap(
    session: Session,
    slug: str,
    values: ProposedRoadmap,
    person_id: int,
    at: datetime,
    deciders: Sequence[Decider] = (),
) -> int:
    """A road map that is being developed, never one of the demonstration; answers its number.

    It begins with a table of who decides, ``deciders``; which entry applies to it is for its controller to say.

    Where the same person has just added it under the same name, it is the one that is meant; ``Taken`` if the name is
    another road map's.
    """
    there = session.scalar(select(RoadmapRow).where(RoadmapRow.slug == slug))
    if there is not None:
        controls = any(
            each.role is Role.CONTROLLER and each.roadmap_id == there.id for each in grants_of(session, person_id)
        )
        if controls and there.title == values.title and there.head_seq == 0:
            return there.id
        raise Taken
    row = RoadmapRow(
        slug=slug,
        is_default=not session.scalar(select(exists().where(RoadmapRow.id.is_not(None)))),
        title=values.title,
        short_title=values.short_title,
        title_origin=Origin.PROPOSED.value,
        stage=Stage.BEING_DEVELOPED.value,
        developer=values.developer,
        timezone=values.timezone,
        calendar=values.calendar,
        decider_code=values.decider_code,
        demonstration=False,
    )
    session.add(row)
    flush(session)
    grant(session, person_id, Role.CONTROLLER, row.id)
    record(session, SecurityKind.ROLE_GIVEN, at, person_id, person_id, role=Role.CONTROLLER.value, roadmap_id=row.id)
    for decider in deciders:
        keep_decider(session, row.id, decider)
    return row.id
