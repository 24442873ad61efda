"""When an overdue item goes to the next post up as well, and which post that is: set by the controlling side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.escalation_form import EscalationForm, form_for, title_of
from roadmap.domain.people import Post, Responsible
from roadmap.domain.plan import Roadmap
from roadmap.store.escalation import GoesRound, SetMeanwhile, set_above, set_escalation, versions_of_posts
from roadmap.store.people import posts_by_id
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.portfolio import portfolio_on
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading, today, writing


@dataclass(frozen=True, slots=True)
class Escalation:
    """The form, the posts it asks about, and what somebody else set meanwhile, if that is why it is shown again."""

    form: EscalationForm
    posts: Sequence[Post]
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
    posts, known = _answering(roadmap), posts_by_id(reading())
    return Escalation(form_for(posts, known, versions_of_posts(reading()), roadmap.escalate_after), posts)


def _answering(roadmap: Roadmap) -> list[Post]:
    """The posts that answer for something on the road map, by their titles."""
    portfolio = portfolio_on(reading(), roadmap, today(roadmap.timezone))
    found = {post.id: post for post in _posts(each.responsible for each in portfolio.measures)}
    steps = (step.responsible for each in portfolio.measures for step in each.milestones)
    found |= {post.id: post for post in _posts(steps)}
    return sorted(found.values(), key=title_of)


def _posts(responsible: Iterable[Responsible]) -> Iterable[Post]:
    for each in responsible:
        post = each.post or (each.person.post if each.person else None)
        if post:
            yield post


def _save(found: Escalation) -> None:
    form = found.form
    typed = form.seen.data or ""
    seen = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
    with writing() as session:
        set_above(session, form.above(found.posts), form.versions(found.posts))
        set_escalation(session, current_roadmap().id, form.days, seen)
        session.commit()


def _set_by_another(found: Escalation) -> Escalation:
    """The form as it was sent, now knowing what is set; and that, in words."""
    versions, known = versions_of_posts(reading()), posts_by_id(reading())
    roadmap = next(each for each in all_roadmaps(reading()) if each.id == current_roadmap().id)
    found.form.now(roadmap.escalate_after, {post.id: versions[post.id] for post in found.posts})
    posts = [known[post.id] for post in found.posts]
    days = str(roadmap.escalate_after) if roadmap.escalate_after else "–"
    said = [f"{found.form.after.label.text}: {days}"]
    above = {post.id: known.get(post.above_id or 0) for post in posts}
    said += [f"{title_of(post)}: {title_of(higher) if (higher := above[post.id]) else '–'}" for post in posts]
    return Escalation(found.form, found.posts, tuple(said))


def _page(found: Escalation) -> str:
    return render_template("digests/escalation.html", roadmap=current_roadmap(), escalation=found)
