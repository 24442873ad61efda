"""The forms about somebody who leaves, or is away for a while."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms.validators import ValidationError

from roadmap.control.people.entry_form import EntryForm, choice_of_one, day, required
from roadmap.domain.choices import MailSettings
from roadmap.web.fields import ChoiceOfOne
from roadmap.web.wording import short_day


class LeavingForm(EntryForm):
    """The last day of somebody who leaves."""

    last_on = day(lazy_gettext("Last day"), required)

    def typed_right(self, today: date) -> bool:
        """A day that has come: until then the post has its holder."""
        fine = bool(self.validate())
        if fine and self.last_on.data and self.last_on.data > today:
            self.last_on.errors = [gettext("The date cannot be later than %(day)s", day=short_day(today))]
        return fine and not self.last_on.errors


class AbsenceForm(EntryForm):
    """From when to when somebody is away, and who reads what is expected of him meanwhile."""

    absent_from = day(lazy_gettext("Away from"))
    absent_until = day(lazy_gettext("Until, this day included"))
    substitute_id = ChoiceOfOne(lazy_gettext("Substitute"))

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Fills the list of those who may stand in."""
        choice_of_one(gettext("Nobody"), people, self.substitute_id)

    def validate_absent_until(self, field: Any) -> None:
        """It has a first day, and does not end before it."""
        if field.data and self.absent_from.data is None:
            raise ValidationError(gettext("Enter the first day too"))
        if field.data and self.absent_from.data and field.data < self.absent_from.data:
            raise ValidationError(gettext("The last day cannot be earlier than the first"))

    def validate_substitute_id(self, field: Any) -> None:
        """Nobody stands in for somebody who is there."""
        if field.data and self.absent_from.data is None:
            raise ValidationError(gettext("Enter the first day of the absence"))

    def typed_right(self) -> bool:
        """Whether it can be kept."""
        return bool(self.validate())

    @staticmethod
    def values(settings: MailSettings) -> dict[str, Any]:
        """The fields as they would show an absence."""
        return {
            "absent_from": settings.absent_from,
            "absent_until": settings.absent_until,
            "substitute_id": settings.substitute_id,
        }
