"""Recording that the road map was adopted: what is still missing, what the act adopts, and the act itself."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectMultipleField

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.fields import Line, Localized
from roadmap.control.planning.forms import PlanForm
from roadmap.control.planning.here import is_adopted
from roadmap.control.planning.saving import Answer
from roadmap.control.planning.words import put, saved_words
from roadmap.control.subjects import portfolio_now, reader_number
from roadmap.domain.adoption import (
    Gap,
    Lack,
    ProposedAdoption,
    gaps_in,
    objections_to_adoption,
    objections_to_choice,
    proposed_in,
)
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Measure
from roadmap.domain.plan_changes import objections_to_amendment
from roadmap.domain.portfolio import Portfolio
from roadmap.store.plan_adoption import Chosen, PlanMovedOn, adopt_further, fingerprint_of_plan
from roadmap.store.plan_adoption import adopt as write_adoption
from roadmap.store.plan_kept import last_amended_on
from roadmap.store.plan_writing import Writer
from roadmap.web.fields import DayField
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, route
from roadmap.web.sessions import now, reading, writing

LACKS = {
    Lack.LEAD: lazy_gettext("No organisation leads"),
    Lack.COMPLETION_FORM: lazy_gettext("No completion form"),
    Lack.DEADLINE: lazy_gettext("No deadline"),
    Lack.MILESTONES: lazy_gettext("No milestones"),
    Lack.COMPLETED_BY: lazy_gettext("No milestone completes this clause"),
    Lack.DATE: lazy_gettext("No approved date"),
    Lack.OWNER: lazy_gettext("Nobody answers for it"),
}


class AdoptionForm(PlanForm):
    """The act, and what it adopts. ``plan`` is the fingerprint of the plan that was looked at."""

    title = Localized(lazy_gettext("Title of the act"))
    number = Line(lazy_gettext("Number of the act"))
    dated_on = DayField(lazy_gettext("Date of the act"))
    measures = SelectMultipleField(lazy_gettext("Measures"), validate_choice=False)
    milestones = SelectMultipleField(lazy_gettext("Milestones"), validate_choice=False)
    plan = HiddenField()

    def offer(self, measures: list[Measure]) -> None:
        """Fills the lists with what is proposed."""
        own, milestones = proposed_in(measures)
        self.measures.choices = [(str(each), "") for each in own]
        self.milestones.choices = [(str(each), "") for each in milestones]

    def choose_all(self) -> None:
        """Chooses everything that is proposed."""
        for field in (self.measures, self.milestones):
            field.data = [str(each[0]) for each in field.choices or []]

    @property
    def chosen(self) -> Chosen:
        """What becomes part of the adopted plan."""
        return Chosen(_chosen(self.measures), _chosen(self.milestones))

    @property
    def proposal(self) -> ProposedAdoption:
        """The act as typed."""
        chosen = self.chosen
        return ProposedAdoption(
            self.title.text, self.number.typed, self.dated_on.data, chosen.measures, chosen.milestones
        )


def _chosen(field: Any) -> frozenset[int]:
    offered = {each[0] for each in field.choices or []}
    return frozenset(int(each) for each in field.data or [] if each in offered)


@dataclass(frozen=True, slots=True)
class Adopting:
    """What the page about the adoption is made from."""

    portfolio: Portfolio
    measures: list[Measure]
    gaps: list[Gap]
    adopted: bool

    @property
    def proposed(self) -> list[Measure]:
        """The measures that are proposals, or have milestones that are."""
        own, milestones = proposed_in(self.measures)
        return [m for m in self.measures if m.id in own or any(each.id in milestones for each in m.milestones)]


@route(blueprint, "/plan/adoption", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def adopt() -> Answer:
    """The check list and the form; in an adopted plan the form for what else is adopted."""
    about = _about()
    form = AdoptionForm()
    form.offer(about.measures)
    if request.method == "GET":
        form.choose_all()
        form.effective_on.data = about.portfolio.day
        form.plan.data = fingerprint_of_plan(reading(), about.portfolio.roadmap.id)
        return _page(form, about)
    typed_right = form.validate()
    fine = put(form, _objections(form, about))
    if not (typed_right and fine):
        return _page(form, about), 422
    return _record(form, about)


def _about() -> Adopting:
    portfolio = portfolio_now()
    measures = [state.measure for state in portfolio.measures]
    return Adopting(portfolio, measures, gaps_in(portfolio), is_adopted(portfolio.roadmap))


def _objections(form: AdoptionForm, about: Adopting) -> list[Objection]:
    today = about.portfolio.day
    if not about.adopted:
        return objections_to_adoption(form.proposal, about.measures, today)
    chosen = form.chosen
    found = objections_to_choice(chosen.measures, chosen.milestones, about.measures)
    if not (chosen.measures or chosen.milestones):
        found.append(Objection("milestones", "nothing_chosen"))
    last = last_amended_on(reading(), about.portfolio.roadmap.id, None)
    return found + objections_to_amendment(form.proposed_amendment, today, last)


def _record(form: AdoptionForm, about: Adopting) -> Answer:
    roadmap_id, seen = about.portfolio.roadmap.id, form.plan.data or ""
    amendment = form.proposed_amendment.amendment if about.adopted else None
    writer = Writer(reader_number(), now(), amendment)
    seq = None
    try:
        with writing() as session:
            mine = operation(session)
            if about.adopted:
                adopt_further(session, roadmap_id, form.chosen, seen, writer)
            else:
                seq = write_adoption(session, roadmap_id, form.proposal, seen, writer)
            mine.finish(session, address("control.outline"), saved_words(seq))
            session.commit()
    except PlanMovedOn:
        about = _about()
        form.offer(about.measures)
        form.plan.data = fingerprint_of_plan(reading(), roadmap_id)
        return _page(form, about, moved_on=True), 409
    return mine.answer()


def _page(form: AdoptionForm, about: Adopting, moved_on: bool = False) -> str:
    return render_template(
        "control/planning/adoption.html",
        form=form,
        about=about,
        roadmap=about.portfolio.roadmap,
        moved_on=moved_on,
        lacks=LACKS,
    )
