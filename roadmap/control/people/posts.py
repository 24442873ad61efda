"""Posts: the list with whoever holds them today, adding one, and changing one."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.people.forms import PostForm
from roadmap.control.people.keeping import keeping, must_rename
from roadmap.control.people.saving import Crossed, crossed_with, saved
from roadmap.domain.staff import Kept, PostEntry
from roadmap.store.account_reading import known_persons
from roadmap.store.holdings import holdings_of
from roadmap.store.people import all_organisations, persons_by_id, posts_by_id
from roadmap.store.staff import keep_post, post_kept
from roadmap.web.around import this_day
from roadmap.web.posts import post_words
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading

Answer = str | Response | tuple[str, int]
_ONE = "/people/posts/<int(max=2147483647):number>"


@route(blueprint, "/people/posts", methods=["GET"])
@guarded(Rule.CONTROLS_OR_ADMINISTERS)
def post_list() -> str:
    """Every post of the installation, and who holds it today."""
    posts, on = sorted(posts_by_id(reading()).values(), key=post_words), this_day()
    now = [each for each in holdings_of(reading()) if each.in_force_on(on)]
    people = persons_by_id(reading(), {each.person_id for each in now})
    holders = {post.id: [each for each in now if each.post_id == post.id] for post in posts}
    titles = {post.id: post.title for post in posts}
    return render_template(
        "control/people/posts.html",
        posts=posts,
        holders=holders,
        people=people,
        titles=titles,
        roadmap=current_roadmap(),
    )


@route(blueprint, "/people/posts/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_OR_ADMINISTERS)
def new_post() -> Answer:
    """One more; its page is where somebody is put into it."""
    form = _form(None)
    if request.method == "GET":
        return _page(form, None)
    number = saved(lambda session: keep_post(session, form.entry), form, "above_id") if form.typed_right() else None
    if number is None:
        return _page(form, None), 422
    return _done(number)


@route(blueprint, _ONE, methods=["GET", "POST"])
@guarded(Rule.CONTROLS_OR_ADMINISTERS)
def post(number: int) -> Answer:
    """Changing one, and everybody who held, holds or will hold it."""
    kept, form = _kept(number), _form(number)
    if request.method == "GET":
        form.fill(form.values(kept.entry) | {"seen": kept.version})
        return _page(form, number)
    must_rename(keeping().keeps_post(number))
    if not form.typed_right():
        return _page(form, number), 422
    try:
        done = saved(lambda session: keep_post(session, form.entry, number, form.seen.seen), form, "above_id")
    except Crossed:
        now = _kept(number)
        return _page(form, number, crossed_with(form, now, form.values(now.entry))), 409
    return _done(number) if done is not None else (_page(form, number), 422)


def _kept(number: int) -> Kept[PostEntry]:
    return post_kept(reading(), number) or abort(404)


def _form(own: int | None) -> PostForm:
    form = PostForm()
    form.offer(all_organisations(reading()), posts_by_id(reading()), own)
    return form


def _done(number: int) -> Response:
    flash(gettext("The post is kept"), "success")
    return redirect(address("control.post", number=number), 303)


def _page(form: PostForm, number: int | None, meanwhile: list[tuple[str, str]] | None = None) -> str:
    held = holdings_of(reading(), post_ids=[number]) if number is not None else []
    mine = number is None or keeping().keeps_post(number)
    holders = known_persons(reading(), {each.person_id for each in held})
    return render_template(
        "control/people/post.html",
        form=form,
        number=number,
        meanwhile=meanwhile,
        holdings=held,
        people={each.person.id: each.person for each in holders},
        mine=mine,
        kept={each.person.id for each in holders if mine and keeping().keeps(each)},
        on=this_day(),
        roadmap=current_roadmap(),
    )
