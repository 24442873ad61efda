"""What a co-executing organisation's coordinator is given to report on: some milestones of a measure, and no more."""

from collections.abc import Set
from dataclasses import dataclass, fields

from roadmap.domain.measures import MeasureState


@dataclass(frozen=True, slots=True)
class GivenPart(MeasureState):
    """A measure with only the milestones that were given to somebody; nothing may be said of it as a whole."""


def given_part(measure: MeasureState, milestone_ids: Set[int] | None) -> MeasureState:
    """The measure with these milestones alone, or as it is if all of it was given (``None``)."""
    if milestone_ids is None:
        return measure
    values = {each.name: getattr(measure, each.name) for each in fields(measure)}
    mine = tuple(state for state in measure.milestones if state.milestone.id in milestone_ids)
    return GivenPart(**values | {"milestones": mine, "reports": (), "asks": ()})


def given_in(measure: MeasureState) -> Set[int] | None:
    """Which milestones were given; ``None`` if it is all of the measure."""
    return {state.milestone.id for state in measure.milestones} if isinstance(measure, GivenPart) else None
