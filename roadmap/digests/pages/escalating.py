"""When an overdue item goes to the next post up as well, and which post that is: set by the controlling side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.escalation_form import EscalationForm, form_for, title_of
from roadmap.domain.people import Post, Responsible
from roadmap.domain.plan import Roadmap
from roadmap.store.escalation import GoesRound, SetMeanwhile, set_above, set_escalation, versions_of_posts
from roadmap.store.people import persons_by_id, posts_by_id
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.portfolio import portfolio_on
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading, today, writing


@dataclass(frozen=True, slots=True)
class Escalation:
    """The form, the posts it asks about, and what somebody else set meanwhile, if that is why it is shown again."""

    form: EscalationForm
    posts: Sequence[Post]
    # What each answers for, by its number (id): the numbers of measures and milestones in the plan.
    answers: Mapping[int, Sequence[str]]
    meanwhile: tuple[str, ...] = ()


@route(blueprint, "/control/escalation", methods=["GET"])
@guarded(Rule.CONTROLS_ROADMAP)
def escalation() -> str:
    """The number of days, and the posts."""
    return _page(_as_kept(current_roadmap()))


@route(blueprint, "/control/escalation", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def set_up_escalation() -> Response | tuple[str, int]:
    """Sets both at once, or says what is wrong, or what was set meanwhile."""
    found = _as_kept(current_roadmap())
    if not found.form.accepted():
        return _page(found), 422
    try:
        _save(found)
    except GoesRound as problem:
        words = gettext("This post would come to stand above itself. Choose another one, or none")
        found.form.post_field(problem.post_id).errors = [words]
        return _page(found), 422
    except SetMeanwhile:
        return _page(_set_by_another(found)), 409
    flash(gettext("The settings of escalation are kept."), "success")
    return redirect(address("digests.escalation"), 303)


def _as_kept(roadmap: Roadmap) -> Escalation:
    """What is set, with whatever was sent in its place."""
    answers = _answering(roadmap)
    titles = _titles()
    posts = sorted(answers, key=lambda post: titles[post.id])
    form = form_for(posts, titles, versions_of_posts(reading()), roadmap.escalate_after)
    return Escalation(form, posts, {post.id: numbers for post, numbers in answers.items()})


def _titles() -> dict[int, str]:
    """Every post in words, by its number (id), with those who hold it: several posts have the same title."""
    names: dict[int, list[str]] = {}
    for person in persons_by_id(reading(), on=today(current_roadmap().timezone)).values():
        for post_id in person.posts if person.active else ():
            names.setdefault(post_id, []).append(person.name)
    return {number: title_of(post, sorted(names.get(number, ()))) for number, post in posts_by_id(reading()).items()}


def _answering(roadmap: Roadmap) -> dict[Post, list[str]]:
    """The posts that answer for something on the road map, and for what."""
    found: dict[Post, list[str]] = {}
    portfolio = portfolio_on(reading(), roadmap, today(roadmap.timezone))
    for measure in portfolio.measures:
        _add(found, measure.responsible, measure.measure.number)
        for step in measure.milestones:
            if step.responsible != measure.responsible:
                _add(found, step.responsible, step.milestone.number)
    return found


def _add(found: dict[Post, list[str]], responsible: Responsible, number: str) -> None:
    post = responsible.post or (responsible.person.post if responsible.person else None)
    if post:
        found.setdefault(post, []).append(number)


def _save(found: Escalation) -> None:
    form = found.form
    with writing() as session:
        set_above(session, form.above(found.posts), form.versions(found.posts))
        set_escalation(session, current_roadmap().id, form.days, form.days_seen)
        session.commit()


def _set_by_another(found: Escalation) -> Escalation:
    """The form as it was sent, now knowing what is set; and that, in words."""
    versions, known, titles = versions_of_posts(reading()), posts_by_id(reading()), _titles()
    roadmap = next(each for each in all_roadmaps(reading()) if each.id == current_roadmap().id)
    found.form.now(roadmap.escalate_after, {post.id: versions[post.id] for post in found.posts})
    said = [f"{found.form.after.label.text}: {roadmap.escalate_after or '–'}"]
    above = {post.id: known[post.id].above_id for post in found.posts}
    said += [f"{titles[number]}: {titles[higher] if higher else '–'}" for number, higher in above.items()]
    return replace(found, meanwhile=tuple(said))


def _page(found: Escalation) -> str:
    return render_template("digests/escalation.html", roadmap=current_roadmap(), escalation=found)
