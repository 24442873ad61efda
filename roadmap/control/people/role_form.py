"""The form by which the controlling side gives a role on its own road map."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField
from wtforms.validators import DataRequired, ValidationError

from roadmap.access.wording import ROLES
from roadmap.control.people.entry_form import EntryForm
from roadmap.domain.people import Grant, Role
from roadmap.store.account_reading import all_measures, milestones_of
from roadmap.web.fields import ChoiceOfOne
from roadmap.web.forms import SelectChoice
from roadmap.web.locale import words
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading

GIVEN_BY_CONTROLLERS = (Role.COORDINATOR, Role.EXECUTIVE, Role.RECIPIENT)
"""A controller makes nobody a controller: that, and administering, is given by the administrator."""


class RoadmapRoleForm(EntryForm):
    """A role on the road map, for a coordinator on a measure or one milestone of it."""

    role = RadioField(
        lazy_gettext("Role"),
        [DataRequired(lazy_gettext("Choose a role."))],
        choices=[SelectChoice(role.value, ROLES[role]) for role in GIVEN_BY_CONTROLLERS],
    )
    measure_id = ChoiceOfOne(lazy_gettext("Measure"))
    milestone_id = ChoiceOfOne(lazy_gettext("Only this milestone"))

    @classmethod
    def for_roadmap(cls, *, sent: bool = False) -> "RoadmapRoleForm":
        """The form with the measures and milestones of the road map, empty or as it was sent."""
        form = cls() if sent else cls(formdata=None)
        roadmap = current_roadmap()
        measures = [each for each in all_measures(reading()) if each.roadmap_id == roadmap.id]
        steps = milestones_of(reading(), roadmap.id)
        form.measure_id.offer("–", [(each.id, f"{each.number}. {words(each.title)}") for each in measures])
        form.milestone_id.offer(
            gettext("The whole measure"), [(each.id, f"{each.number} {words(each.title)}") for each in steps]
        )
        form._measure_of = {each.id: each.measure_id for each in steps}
        return form

    _measure_of: dict[int, int]

    def validate_measure_id(self, field: Any) -> None:
        """A coordinator reports on a measure; for each further one there is a further role."""
        if self.role.data == Role.COORDINATOR and not field.data and not self.milestone_id.data:
            raise ValidationError(gettext("Choose the measure that this person reports on."))

    def validate_milestone_id(self, field: Any) -> None:
        """It is one of the chosen measure."""
        if field.data and self.measure_id.data not in (None, self._measure_of.get(field.data)):
            raise ValidationError(gettext("This milestone belongs to another measure"))

    @property
    def held(self) -> Grant:
        """The role that was chosen."""
        role, roadmap_id = Role(self.role.data), current_roadmap().id
        if role is not Role.COORDINATOR:
            return Grant(role, roadmap_id)
        milestone_id = self.milestone_id.data
        measure_id = self._measure_of[milestone_id] if milestone_id else self.measure_id.data
        return Grant(role, roadmap_id, measure_id, milestone_id)
