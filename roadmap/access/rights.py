"""What a reader may see and do: every rule about permissions is a method here; guards and templates only ask."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from roadmap.domain.people import Grant, Person, Role


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever made the request. ``person`` is ``None`` for somebody who has not signed in."""

    person: Person | None
    grants: frozenset[Grant]
    public_progress: bool

    @property
    def signed_in(self) -> bool:
        """Whether we know who it is."""
        return self.person is not None

    @property
    def name(self) -> str:
        """The name in the page's header."""
        return self.person.name if self.person else ""

    @property
    def sees_names(self) -> bool:
        """Names of persons are for people who signed in, also where progress pages are public."""
        return self.signed_in

    @property
    def administers(self) -> bool:
        """Accounts, mail and settings."""
        return any(grant.role is Role.ADMINISTRATOR for grant in self.grants)

    def sees(self, roadmap_id: int) -> bool:
        """The progress pages of a road map: with any role on it, or when they are public."""
        return self.public_progress or any(grant.roadmap_id == roadmap_id for grant in self.grants)

    def has_role_on(self, roadmap_id: int) -> bool:
        """Whether the reader has any role on a road map: what is not for the public is for these."""
        return any(grant.roadmap_id == roadmap_id for grant in self.grants)

    def controls(self, roadmap_id: int) -> bool:
        """Plan, people and posts, calendar and decisions of a road map."""
        return any(grant.role is Role.CONTROLLER and grant.roadmap_id == roadmap_id for grant in self.grants)

    def keeps(self, grants: Iterable[Grant]) -> bool:
        """Whether the name, the address and the leaving of somebody with these roles are this reader's to enter.

        A controller keeps the people of his own road maps; whoever has a role elsewhere is kept by the administrator.
        """
        return self.administers or all(g.roadmap_id is not None and self.controls(g.roadmap_id) for g in grants)

    @property
    def creates_roadmaps(self) -> bool:
        """Whoever controls any road map may begin another one, and so may an administrator."""
        return self.administers or any(grant.role is Role.CONTROLLER for grant in self.grants)

    def reports_on(self, measure_id: int) -> bool:
        """Whether the reader is a coordinator of this very measure, or of milestones of it."""
        return any(grant.role is Role.COORDINATOR and grant.measure_id == measure_id for grant in self.grants)

    def given(self, measure_id: int) -> frozenset[int] | None:
        """The numbers (ids) of the milestones that the reader reports on; ``None`` if it is the whole measure.

        A co-executor's coordinator was given some of them, and says nothing of the measure as a whole.
        """
        own = [g for g in self.grants if g.role is Role.COORDINATOR and g.measure_id == measure_id]
        if any(grant.milestone_id is None for grant in own):
            return None
        return frozenset(grant.milestone_id for grant in own if grant.milestone_id)

    @property
    def coordinates(self) -> bool:
        """Whether there is any measure to report on."""
        return any(grant.role is Role.COORDINATOR for grant in self.grants)

    def coordinates_on(self, roadmap_id: int) -> bool:
        """Whether there is anything of this road map to report on."""
        return any(grant.role is Role.COORDINATOR and grant.roadmap_id == roadmap_id for grant in self.grants)

    def reads_off(self, roadmap_id: int, owner_id: int | None, organisations: Collection[int]) -> bool:
        """Whether readings of an indicator are the reader's to add: a controller's, or a coordinator's.

        Where an organisation owns the indicator, the coordinator has to be one of its own; ``organisations`` are the
        numbers of those in which he holds a post.
        """
        if self.controls(roadmap_id):
            return True
        return self.coordinates_on(roadmap_id) and (owner_id is None or owner_id in organisations)

    @property
    def measures(self) -> frozenset[int]:
        """The numbers (ids) of the measures this reader reports on as a whole."""
        own = (grant for grant in self.grants if grant.role is Role.COORDINATOR and grant.milestone_id is None)
        return frozenset(grant.measure_id for grant in own if grant.measure_id)

    @property
    def milestones(self) -> frozenset[int]:
        """The numbers (ids) of the milestones that were given to this reader one by one."""
        return frozenset(g.milestone_id for g in self.grants if g.role is Role.COORDINATOR and g.milestone_id)
