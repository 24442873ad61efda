"""The forms for what stands around a plan. Their fields have the names of what they propose."""

from dataclasses import fields
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from roadmap.control.planning.fields import Line, Localized
from roadmap.control.planning.forms import Amending, Choices, offered, values_offered
from roadmap.control.planning.words import STRENGTHS
from roadmap.domain.context import Strength
from roadmap.domain.plan import SourceReference
from roadmap.domain.surroundings import (
    ProposedBasis,
    ProposedDependency,
    ProposedDevelopment,
    ProposedParagraph,
    ProposedRisk,
    ProposedSource,
    Surrounding,
    fingerprint,
)
from roadmap.domain.text import LocalizedText
from roadmap.store.context_kept import Kind
from roadmap.web.fields import DayField
from roadmap.web.forms import SelectChoice


class SurroundingForm(Amending):
    """What these forms share: what they propose is read field by field, and shown so."""

    proposes: ClassVar[type[Any]]
    seen = HiddenField()

    def offer(self, measures: Choices, paragraphs: Choices, sources: Choices) -> None:
        """Fills the lists that the form has."""
        listed: Any = self
        for name, choices, nothing in (
            ("from_measure_id", measures, gettext("None")),
            ("to_measure_id", measures, gettext("None")),
            ("measure_id", measures, gettext("Choose")),
            ("reference", paragraphs, gettext("Not stated")),
            ("source", sources, gettext("Choose")),
        ):
            if name in self:
                listed[name].choices = offered(choices, nothing)
        if "measure_ids" in self:
            listed["measure_ids"].choices = offered(measures)

    def show(self, values: Surrounding) -> None:
        """Fills the fields."""
        for field in fields(values):
            _show(self[field.name], getattr(values, field.name))
        self.seen.data = fingerprint(values)

    @property
    def proposal(self) -> Surrounding:
        """What is proposed."""
        values: Surrounding = self.proposes(**{each.name: _said(self[each.name]) for each in fields(self.proposes)})
        return values


def _show(field: Any, value: Any) -> None:
    match value:
        case LocalizedText():
            field.show(value)
        case SourceReference():
            field.data = f"{value.source_code}/{value.paragraph}"
        case frozenset():
            field.data = [str(each) for each in sorted(value)]
        case bool() | date():
            field.data = value
        case None:
            field.data = None if isinstance(field, DayField) else ""
        case _:
            field.data = str(value)


def _said(field: Any) -> Any:
    """What a field says, as what is proposed has it; a choice that was not offered is none."""
    if isinstance(field, Localized):
        return field.text
    if isinstance(field, Line):
        return field.typed
    if isinstance(field, DayField | BooleanField):
        return field.data
    known = values_offered(field) - {""}
    if isinstance(field, SelectMultipleField):
        return frozenset(int(each) for each in field.data or [] if each in known)
    chosen = field.data if field.data in known else None
    match field.short_name:
        case "reference":
            return SourceReference(*chosen.split("/", 1)) if chosen else None
        case "strength":
            return Strength(chosen) if chosen else None
        case "source":
            return chosen or ""
        case _:
            return int(chosen) if chosen else None


def _list(label: Any) -> SelectField:
    return SelectField(label, choices=[], default="", validate_choice=False)


class SourceForm(SurroundingForm):
    """A document that the road map is taken from."""

    proposes = ProposedSource
    title = Localized(lazy_gettext("Title"))
    issuer = Localized(lazy_gettext("Issued by"))
    number = Line(lazy_gettext("Number of the document"))
    dated_on = DayField(lazy_gettext("Date of the document"))
    note = Localized(lazy_gettext("Note"), long=True)


class ParagraphForm(SurroundingForm):
    """A paragraph of a source."""

    proposes = ProposedParagraph
    source = _list(lazy_gettext("Source"))
    number = Line(lazy_gettext("Number of the paragraph"))
    text = Localized(lazy_gettext("Its own words"), long=True)


class BasisForm(SurroundingForm):
    """An instruction that the road map rests on."""

    proposes = ProposedBasis
    who = Localized(lazy_gettext("Who instructed"))
    what = Localized(lazy_gettext("What was instructed"), long=True)
    number = Line(lazy_gettext("Number of the document"))
    dated_on = DayField(lazy_gettext("Date of the document"))
    reference = _list(lazy_gettext("Where it is said"))
    background_only = BooleanField(lazy_gettext("It is only the background"))


class DependencyForm(SurroundingForm):
    """That one thing waits for another."""

    proposes = ProposedDependency
    from_measure_id = _list(lazy_gettext("First comes: a measure"))
    from_label = Localized(lazy_gettext("First comes: in words"))
    to_measure_id = _list(lazy_gettext("What waits for it: a measure"))
    to_label = Localized(lazy_gettext("What waits for it: in words"))
    strength = SelectField(
        lazy_gettext("How it is known"),
        choices=[SelectChoice(each.value, name) for each, name in STRENGTHS.items()],
        default=Strength.ASSUMED.value,
        validate_choice=False,
    )
    text = Localized(lazy_gettext("Explanation"), long=True)
    reference = _list(lazy_gettext("Where it is said"))


class RiskForm(SurroundingForm):
    """A risk or constraint."""

    proposes = ProposedRisk
    text = Localized(lazy_gettext("Risk"), long=True)
    suggested_owner = Localized(lazy_gettext("Suggested owner"))
    measure_ids = SelectMultipleField(
        lazy_gettext("Measures that it concerns"),
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reference = _list(lazy_gettext("Where it is said"))


class DevelopmentForm(SurroundingForm):
    """What a public source said later about a measure."""

    proposes = ProposedDevelopment
    measure_id = _list(lazy_gettext("Measure"))
    dated = Line(lazy_gettext("When"))
    text = Localized(lazy_gettext("What the source says"), long=True)
    source_note = Line(lazy_gettext("Source"))


FORMS: dict[Kind, type[SurroundingForm]] = {
    Kind.SOURCES: SourceForm,
    Kind.PARAGRAPHS: ParagraphForm,
    Kind.BASES: BasisForm,
    Kind.DEPENDENCIES: DependencyForm,
    Kind.RISKS: RiskForm,
    Kind.DEVELOPMENTS: DevelopmentForm,
}
