"""One decision about several milestones: all of it is written, a line for each measure, or nothing."""

from collections.abc import Iterator

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.desk import desk_page
from roadmap.control.meanwhile import sentences_about
from roadmap.control.several_form import Chosen, SeveralForm, chosen_in
from roadmap.control.subjects import decide_about, portfolio_now, reader_number
from roadmap.control.words import words_for
from roadmap.domain.control import objections_to_verdict, statements_of
from roadmap.domain.facts import Verdict
from roadmap.domain.objections import Objection
from roadmap.domain.portfolio import ItemState, Portfolio
from roadmap.store.last_lines import last_lines_of, lines_after
from roadmap.store.ledger import MovedOn
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, route
from roadmap.web.sessions import reading, writing

Answer = Response | tuple[str, int]


@route(blueprint, "/control/several", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def several() -> Answer:
    """Confirms or returns what was ticked. Had somebody written about any of it meanwhile, nothing is written."""
    portfolio, form = portfolio_now(), SeveralForm()
    chosen = chosen_in(portfolio)
    typed_right = form.validate()
    if chosen.crossed(last_lines_of(reading(), portfolio.roadmap.id)):
        return _crossed(portfolio, form, chosen)
    if not (_fine(form, chosen, portfolio) and typed_right):
        return desk_page(portfolio, form, chosen.ids), 422
    return _record(portfolio, form, chosen)


def _fine(form: SeveralForm, chosen: Chosen, portfolio: Portfolio) -> bool:
    """Whether nothing stands against it; what does is said in the form, for each milestone by its number."""
    if not chosen.items:
        form.form_errors.append(gettext("Choose at least one milestone"))
        return False
    fine = True
    for item, objection in _objections(form, chosen, portfolio):
        fine = False
        if objection.field == "reason":
            form.reason.errors = [words_for(objection)]
        else:
            number, said = item.state.milestone.number, words_for(objection)
            form.form_errors.append(gettext("%(number)s: %(label)s", number=number, label=said))
    return fine


def _objections(form: SeveralForm, chosen: Chosen, portfolio: Portfolio) -> Iterator[tuple[ItemState, Objection]]:
    by = reader_number()
    for item in chosen.items:
        said = item.state.progress
        reported_by = said.author_id if said else None
        found = objections_to_verdict(form.proposed, item.state.control, reported_by, by, portfolio.day)
        yield from ((item, each) for each in found)


def _record(portfolio: Portfolio, form: SeveralForm, chosen: Chosen) -> Answer:
    try:
        with writing() as session:
            mine = operation(session)
            lines = [
                _decide(session, portfolio, form, number, items, chosen.seen[number])
                for number, items in chosen.of_measure().items()
            ]
            mine.finish(session, address("control.desk"), _recorded(form.proposed.verdict, chosen, lines))
            session.commit()
    except MovedOn:
        fresh = portfolio_now()
        return _crossed(fresh, form, chosen_in(fresh))
    return mine.answer()


def _decide(
    session: Session, portfolio: Portfolio, form: SeveralForm, measure_id: int, items: list[ItemState], seen: int
) -> int:
    statements = [each for item in items for each in statements_of([form.proposed], item.state.milestone.id)]
    return decide_about(session, portfolio.roadmap.id, measure_id, statements, portfolio.day, seen)


def _recorded(verdict: Verdict | None, chosen: Chosen, lines: list[int]) -> str:
    # The lines of one transaction follow each other.
    figures = {"num": len(chosen.items), "first": lines[0], "last": lines[-1]}
    if verdict is Verdict.CONFIRMED:
        return ngettext(
            "%(num)d milestone confirmed: lines %(first)s to %(last)s",
            "%(num)d milestones confirmed: lines %(first)s to %(last)s",
            **figures,
        )
    return ngettext(
        "%(num)d milestone returned: lines %(first)s to %(last)s",
        "%(num)d milestones returned: lines %(first)s to %(last)s",
        **figures,
    )


def _crossed(portfolio: Portfolio, form: SeveralForm, chosen: Chosen) -> tuple[str, int]:
    """Both are shown; what nobody has touched stays ticked."""
    crossed = chosen.crossed(last_lines_of(reading(), portfolio.roadmap.id))
    lines = lines_after(reading(), portfolio.roadmap.id, crossed)
    measures = {state.measure.id: state.measure.number for state in portfolio.measures}
    steps = [state.milestone for measure in portfolio.measures for state in measure.milestones]
    milestones = {step.id: step.number for step in steps}
    left = {item.state.milestone.id for item in chosen.items if item.measure.measure.id not in crossed}
    return desk_page(portfolio, form, left, sentences_about(lines, milestones, measures)), 409
