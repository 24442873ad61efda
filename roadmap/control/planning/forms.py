"""The forms for the parts of a plan: each shows what is kept, and says what it proposes."""

from typing import Any

import wtforms
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FormField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from roadmap.control.planning.fields import Line, Localized, Rows, Version, WholeNumber, Words
from roadmap.control.planning.words import HOLDERS, RELATIONS
from roadmap.domain.plan import ClauseLink, Holder, Relation, SourceReference
from roadmap.domain.plan_changes import ProposedAmendment
from roadmap.domain.planning import (
    ProposedClause,
    ProposedMeasure,
    ProposedMilestone,
    ProposedRoadmap,
)
from roadmap.web.fields import DayField
from roadmap.web.forms import Form, SelectChoice

Choices = list[tuple[str, str]]


def offered(choices: Choices, nothing: str | None = None) -> list[Any]:
    """Choices for a list; ``nothing`` is the word for choosing none."""
    first = [] if nothing is None else [SelectChoice("", nothing)]
    return [*first, *(SelectChoice(value, label) for value, label in choices)]


def values_offered(field: Any) -> set[str]:
    """What may be chosen in a list that ``offered`` filled."""
    return {str(each.value) for each in field.choices or []}


class Amending(Form):
    """What a change of an adopted plan rests on."""

    basis_number = Line(lazy_gettext("Number of the basis document"))
    basis_date = DayField(lazy_gettext("Date of the basis document"))
    reason = Words(lazy_gettext("Reason for the change"))
    effective_on = DayField(lazy_gettext("In force from"))

    AMENDING = ("basis_number", "basis_date", "reason", "effective_on")

    @property
    def own_fields(self) -> list[Any]:
        """The fields of the part itself."""
        return [field for field in self if field.short_name not in self.AMENDING]

    @property
    def proposed_amendment(self) -> ProposedAmendment:
        """What the change rests on, as typed."""
        return ProposedAmendment(
            self.basis_number.typed, self.basis_date.data, self.reason.typed, self.effective_on.data
        )


class PlanForm(Amending):
    """What every form of the plan has: the version it edits and, in an adopted plan, what the change rests on."""

    version = Version("")


class RoadmapForm(PlanForm):
    """The fields of a road map."""

    title = Localized(lazy_gettext("Title"))
    short_title = Localized(lazy_gettext("Short title"))
    developer = Localized(lazy_gettext("Developed by"))
    timezone = SelectField(lazy_gettext("Time zone"), validate_choice=False)
    calendar = SelectField(lazy_gettext("Working calendar"), validate_choice=False)
    decider_code = SelectField(
        lazy_gettext("Basis of the item (settles who decides about its dates)"), validate_choice=False, default=""
    )

    def offer(self, zones: list[str], calendars: list[str], deciders: Choices) -> None:
        """Fills the lists."""
        self.timezone.choices = offered([(zone, zone.replace("_", " ")) for zone in zones])
        self.calendar.choices = offered([(code, code) for code in calendars])
        self.decider_code.choices = offered(deciders, gettext("Not stated"))

    def show(self, values: ProposedRoadmap) -> None:
        """Fills the fields."""
        self.title.show(values.title)
        self.short_title.show(values.short_title)
        self.developer.show(values.developer)
        self.timezone.data, self.calendar.data = values.timezone, values.calendar
        self.decider_code.data = values.decider_code or ""

    @property
    def proposal(self) -> ProposedRoadmap:
        """What is proposed."""
        return ProposedRoadmap(
            self.title.text,
            self.developer.text,
            self.timezone.data or "",
            self.calendar.data or "",
            self.decider_code.data or None,
            self.short_title.text,
        )


class NewRoadmapForm(RoadmapForm):
    """A road map that is not there yet: with the short name that its addresses will have for good."""

    slug = Line(lazy_gettext("Short name for the address"))


class MeasureForm(PlanForm):
    """A measure without its parts."""

    number = Line(lazy_gettext("Number"))
    title = Localized(lazy_gettext("Short title"))
    wording = Localized(lazy_gettext("Wording"), long=True)
    completion_form = Localized(lazy_gettext("Completion form"))
    funding = Localized(lazy_gettext("Funding"))
    decider_code = SelectField(
        lazy_gettext("Basis of the item (settles who decides about its dates)"), validate_choice=False, default=""
    )
    references = SelectMultipleField(
        lazy_gettext("Paragraphs that it rests on"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, deciders: Choices, paragraphs: Choices) -> None:
        """Fills the lists. A paragraph is chosen as "source/number"."""
        self.decider_code.choices = offered(deciders, gettext("Same as the road map"))
        self.references.choices = offered(paragraphs)

    def show(self, values: ProposedMeasure) -> None:
        """Fills the fields."""
        self.number.data = values.number
        self.title.show(values.title)
        self.wording.show(values.wording)
        self.completion_form.show(values.completion_form)
        self.funding.show(values.funding)
        self.decider_code.data = values.decider_code or ""
        self.references.data = [f"{each.source_code}/{each.paragraph}" for each in values.references]

    @property
    def proposal(self) -> ProposedMeasure:
        """What is proposed."""
        chosen = sorted(set(self.references.data or []) & values_offered(self.references))
        return ProposedMeasure(
            number=self.number.typed,
            title=self.title.text,
            wording=self.wording.text,
            completion_form=self.completion_form.text,
            funding=self.funding.text,
            decider_code=self.decider_code.data or None,
            references=tuple(SourceReference(*each.split("/", 1)) for each in chosen),
        )


class ClauseForm(PlanForm):
    """One clause of a measure's wording."""

    code = Line(lazy_gettext("Code"))
    text = Localized(lazy_gettext("Text"), long=True)

    def show(self, values: ProposedClause) -> None:
        """Fills the fields."""
        self.code.data = values.code
        self.text.show(values.text)

    @property
    def proposal(self) -> ProposedClause:
        """What is proposed."""
        return ProposedClause(self.code.typed, self.text.text)


class _Link(wtforms.Form):
    relation = SelectField(
        lazy_gettext("How the milestone stands to the clause"),
        choices=[SelectChoice("", lazy_gettext("has nothing to do with the clause"))]
        + [SelectChoice(each.value, name) for each, name in RELATIONS.items()],
        default="",
        validate_choice=False,
    )


class MilestoneForm(PlanForm):
    """A milestone without its dates. ``links`` has a row for each clause of the measure, in their order."""

    number = Line(lazy_gettext("Number"))
    title = Localized(lazy_gettext("Title"))
    completion_form = Localized(lazy_gettext("Completion form"))
    weight = WholeNumber(lazy_gettext("Weight"), default="1")
    holder = RadioField(
        lazy_gettext("Who holds the ball"),
        choices=[SelectChoice(each.value, name) for each, name in HOLDERS.items()],
        default=Holder.US.value,
        validate_choice=False,
    )
    counterparty = Localized(lazy_gettext("Counterparty"))
    beyond_wording = BooleanField(lazy_gettext("It lies beyond the wording of the measure"))
    links = Rows(FormField(_Link))

    def offer(self, clauses: list[str]) -> None:
        """A row for each clause, by its code."""
        self.codes = clauses
        while len(self.links.entries) > len(clauses):
            self.links.pop_entry()
        while len(self.links.entries) < len(clauses):
            self.links.append_entry()
        for code, entry in zip(clauses, self.links.entries, strict=True):
            entry.form.relation.label.text = gettext("Clause %(code)s", code=code)

    def show(self, values: ProposedMilestone) -> None:
        """Fills the fields."""
        self.number.data, self.weight.data = values.number, str(values.weight or "")
        self.title.show(values.title)
        self.completion_form.show(values.completion_form)
        self.holder.data, self.beyond_wording.data = values.holder.value, values.beyond_wording
        self.counterparty.show(values.counterparty)
        relations = {link.clause_code: link.relation.value for link in values.links}
        for code, entry in zip(self.codes, self.links.entries, strict=True):
            entry.form.relation.data = relations.get(code, "")

    @property
    def proposal(self) -> ProposedMilestone:
        """What is proposed."""
        chosen = [(code, entry.form.relation.data) for code, entry in zip(self.codes, self.links.entries, strict=True)]
        return ProposedMilestone(
            number=self.number.typed,
            title=self.title.text,
            completion_form=self.completion_form.text,
            weight=self.weight.number,
            holder=Holder(self.holder.data) if self.holder.data in set(Holder) else Holder.US,
            counterparty=self.counterparty.text,
            beyond_wording=bool(self.beyond_wording.data),
            links=tuple(ClauseLink(code, Relation(each)) for code, each in chosen if each in set(Relation)),
        )
