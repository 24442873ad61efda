"""Locking a person together with the road maps, in an order in which nobody waits for somebody who waits for him.

A line of the ledger locks its road map and then refers to its author; a form's key refers to him before that. On
PostgreSQL a reference waits only for whoever changes what it refers by, and the address of a person counts as that.
"""

import time

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from roadmap.store.people import PersonRow
from roadmap.store.plan import RoadmapRow

_PAUSE_SECONDS = 0.05
_TRIES = 60
_NOT_FREE = "55P03"


def locked_with_roadmaps(session: Session, person_id: int) -> PersonRow:
    """The person, locked for a change of the address, with all road maps; call it first in an act.

    The road maps come first, and whoever holds them never waits for the person: he lets them go and tries again.
    Raises ``OperationalError`` if the person is not free for some seconds.
    """
    for attempt in range(_TRIES):
        try:
            with session.begin_nested():
                lock_roadmaps(session)
                return session.get_one(PersonRow, person_id, with_for_update={"nowait": True}, populate_existing=True)
        except OperationalError as problem:
            if getattr(problem.orig, "sqlstate", None) != _NOT_FREE or attempt == _TRIES - 1:
                raise
        time.sleep(_PAUSE_SECONDS)
    raise AssertionError("the last try either answers or raises")


def lock_roadmaps(session: Session) -> None:
    """Locks every road map, in the order of their numbers."""
    session.execute(select(RoadmapRow.id).order_by(RoadmapRow.id).with_for_update())
