"""The form in which a person decides what mail he gets."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, cast

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FormField, HiddenField
from wtforms import Form as InnerForm
from wtforms.validators import ValidationError

from roadmap.digests.concerns import Concern
from roadmap.digests.pages.rules import ListField, OneOfField, SomeOfField, one_value_each
from roadmap.domain.choices import SLOTS, Choice, MailSettings, Rhythm, Scope
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Person
from roadmap.web.fields import DayField
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.locale import NAMES, words
from roadmap.web.wording import weekday

# What stands for "not at all" among the rhythms.
STOPPED = "stopped"
LONGEST = timedelta(days=366)
ACTIONS = (
    (Rhythm.CALM, lazy_gettext("When something changes")),
    (Rhythm.MORNINGS, lazy_gettext("Every working morning")),
    (STOPPED, lazy_gettext("Not, except on the last day")),
)
OVERVIEW = (
    (Rhythm.WEEKLY, lazy_gettext("Weekly")),
    (Rhythm.MONTHLY, lazy_gettext("Monthly")),
    (Rhythm.WEEKDAYS, lazy_gettext("On chosen days of the week")),
    (STOPPED, lazy_gettext("Not at all")),
)
# Monday to Friday of some week; what is chosen falls on the next working day if it is off.
_WEEK = [date(2024, 1, day) for day in range(1, 6)]


class RoadmapChoices(InnerForm):
    """What a person wants to read of one road map."""

    actions = OneOfField(lazy_gettext("Items that need your action"))
    overview = OneOfField(lazy_gettext("Overview"))
    weekdays = SomeOfField(lazy_gettext("Days of the week"))
    scope = ListField(lazy_gettext("The overview shows"))
    when_quiet = BooleanField(lazy_gettext("Also tell me when all is quiet"))
    brief = BooleanField(lazy_gettext("Attach the one-page brief as PDF"))

    def validate_weekdays(self, field: SomeOfField) -> None:
        """Chosen days are at least one."""
        if self.overview.data == Rhythm.WEEKDAYS and not field.data:
            raise ValidationError(gettext("Choose at least one day."))

    def offer(self, concern: Concern, *, scope: bool) -> None:
        """Fills the lists, and takes away what this person cannot choose."""
        if concern.actions is None:
            del self.actions
        else:
            self.actions.choices = [SelectChoice(str(value), label) for value, label in ACTIONS]
        if concern.overview is None:
            del self.overview, self.weekdays, self.scope, self.when_quiet, self.brief
            return
        self.overview.choices = [SelectChoice(str(value), label) for value, label in OVERVIEW]
        self.weekdays.choices = [SelectChoice(str(day.isoweekday()), weekday(day)) for day in _WEEK]
        self.scope.choices = _scopes(concern)
        if not scope:
            del self.scope


def _scopes(concern: Concern) -> list[SelectChoice]:
    found = [SelectChoice(Scope.ALL.value, gettext("the whole road map"))]
    held = concern.overview and concern.overview.scope is Scope.ORGANISATION
    if concern.organisation or held:
        found.append(SelectChoice(Scope.ORGANISATION.value, gettext("only the measures of my organisation")))
    for measure in concern.measures:
        label = gettext("only measure %(number)s – %(title)s", number=measure.number, title=words(measure.title))
        found.append(SelectChoice(f"{Scope.MEASURE.value}:{measure.id}", label))
    return found


class ChoicesForm(Form):
    """Everything a person decides about his mail; there is an inner form for each road map."""

    seen = HiddenField()
    slot = ListField(lazy_gettext("Time of day"))
    language = ListField(lazy_gettext("Language of pages and mails"))
    paused_until = DayField(lazy_gettext("No mail until the end of"))
    absent_from = DayField(lazy_gettext("Absent from"))
    absent_until = DayField(lazy_gettext("Absent until the end of"))
    substitute = ListField(lazy_gettext("Who reads your items meanwhile"))
    today: date

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything is right, and nothing was sent twice."""
        fine = bool(super().validate(extra_validators))
        return one_value_each(self) and fine

    def validate_paused_until(self, field: DayField) -> None:
        """A pause ends, and is not over already."""
        self._ahead(field.data)

    def validate_absent_from(self, field: DayField) -> None:
        """An absence has two ends."""
        if field.data is None and not field.process_errors and self.absent_until.data is not None:
            raise ValidationError(gettext("Enter the first day as well."))

    def validate_absent_until(self, field: DayField) -> None:
        """An absence ends, after it began."""
        begin = self.absent_from.data
        if field.data is None and not field.process_errors and begin is not None:
            raise ValidationError(gettext("Enter the last day as well."))
        if field.data and begin and field.data < begin:
            raise ValidationError(gettext("The last day lies before the first."))
        self._ahead(field.data)

    def validate_substitute(self, field: ListField) -> None:
        """Somebody reads the items while their owner is absent, so that nothing is forgotten."""
        absent = self.absent_from.data or self.absent_until.data
        if absent and not field.data:
            raise ValidationError(gettext("Choose who reads them."))
        if field.data and not absent and not (self.absent_from.errors or self.absent_until.errors):
            raise ValidationError(gettext("Enter the days of the absence as well."))

    def _ahead(self, day: date | None) -> None:
        if day and day < self.today:
            raise ValidationError(gettext("This day has passed. Enter a later one, or leave the field empty."))
        if day and day > self.today + LONGEST:
            raise ValidationError(gettext("This is more than a year ahead. Enter an earlier day."))

    def offer(self, substitutes: list[Person], *, today: date, absence: bool) -> None:
        """Fills the lists; ``absence``: whether this person may name somebody else."""
        self.today = today
        self.slot.choices = [SelectChoice(f"{slot:%H:%M}", f"{slot:%H:%M}") for slot in SLOTS]
        self.language.choices = [SelectChoice(code, name) for code, name in NAMES.items()]
        named = [SelectChoice(str(person.id), _person_words(person)) for person in substitutes]
        self.substitute.choices = [SelectChoice("", gettext("Nobody")), *named]
        if not absence:
            del self.absent_from, self.absent_until, self.substitute

    @property
    def settings(self) -> MailSettings:
        """What was chosen for all mail, without its version."""
        away = "substitute" in self and self.absent_from.data is not None
        return MailSettings(
            slot=time.fromisoformat(self.slot.data),
            paused_until=self.paused_until.data,
            absent_from=self.absent_from.data if away else None,
            absent_until=self.absent_until.data if away else None,
            substitute_id=int(self.substitute.data) if away else None,
        )

    def choice(self, concern: Concern, kind: MailKind) -> Choice | None:
        """What was chosen about one kind of mail of one road map; ``None`` if there is none to choose."""
        before = concern.choice(kind)
        inner = inner_form(self, concern)
        if before is None:
            return None
        if kind is MailKind.ACTIONS:
            return _with_rhythm(before, inner.actions.data)
        return _with_scope(_with_rhythm(before, inner.overview.data, inner.weekdays.data), inner)


def _person_words(person: Person) -> str:
    if person.post is None:
        return person.name
    return gettext("%(name)s, %(post)s", name=person.name, post=words(person.post.title))


def inner_form(form: ChoicesForm, concern: Concern) -> RoadmapChoices:
    """The inner form of a road map."""
    return cast("FormField[RoadmapChoices]", form[roadmap_field(concern)]).form


def roadmap_field(concern: Concern) -> str:
    """The name of a road map's inner form."""
    return f"roadmap_{concern.roadmap.id}"


def _with_rhythm(before: Choice, chosen: str, weekdays: list[str] | None = None) -> Choice:
    """Stopping keeps the rhythm for the day it is wanted again."""
    rhythm = before.rhythm if chosen == STOPPED else Rhythm(chosen)
    days = frozenset(map(int, weekdays or ())) if rhythm is Rhythm.WEEKDAYS else frozenset[int]()
    if rhythm is Rhythm.WEEKDAYS and not days:
        days = before.weekdays
    return replace(before, active=chosen != STOPPED, rhythm=rhythm, weekdays=days)


def _with_scope(choice: Choice, inner: RoadmapChoices) -> Choice:
    scope, measure_id = choice.scope, choice.measure_id
    if "scope" in inner:
        name, _, number = inner.scope.data.partition(":")
        scope, measure_id = Scope(name), int(number) if number else None
    quiet, brief = bool(inner.when_quiet.data), bool(inner.brief.data)
    return replace(choice, scope=scope, measure_id=measure_id, when_quiet=quiet, brief=brief)


def form_class(concerns: list[Concern]) -> type[ChoicesForm]:
    """The form with an inner one for each of these road maps."""
    inner = {
        roadmap_field(concern): FormField(RoadmapChoices, label=words(concern.roadmap.title)) for concern in concerns
    }
    return type("ChoicesFormOfOne", (ChoicesForm,), inner)
