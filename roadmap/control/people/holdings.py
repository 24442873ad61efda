"""Who holds which post: putting somebody into one, and changing from when to when."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.control.blueprint import blueprint
from roadmap.control.people.forms import HoldingForm
from roadmap.control.people.keeping import must_keep_holding, person_here
from roadmap.control.people.saving import Crossed, crossed_with, saved
from roadmap.domain.staff import HoldingEntry, Kept
from roadmap.store.people import persons_by_id, posts_by_id
from roadmap.store.staff import holding_kept, keep_holding
from roadmap.web.around import around_roadmap
from roadmap.web.numbers import number_asked
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading

Answer = str | Response | tuple[str, int]
_ONE = "/people/holdings/<int(max=2147483647):number>"


@route(blueprint, "/people/holdings/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_OR_ADMINISTERS)
def new_holding() -> Answer:
    """Somebody takes a post."""
    form = _form(number_asked("person"))
    if request.method == "GET":
        form.fill({"person_id": number_asked("person"), "post_id": number_asked("post")})
        return _page(form, None)
    if not form.typed_right():
        return _page(form, None), 422
    must_keep_holding(form.entry.person_id, form.entry.post_id)
    if saved(lambda s: keep_holding(s, form.entry, now()), form, "first_on") is None:
        return _page(form, None), 422
    return _done(form.entry)


@route(blueprint, _ONE, methods=["GET", "POST"])
@guarded(Rule.CONTROLS_OR_ADMINISTERS)
def holding(number: int) -> Answer:
    """From when to when somebody holds a post; who holds which stays as it was entered."""
    kept = _kept(number)
    must_keep_holding(kept.entry.person_id, kept.entry.post_id)
    form = _form(kept.entry.person_id)
    if request.method == "GET":
        form.fill(form.values(kept.entry) | {"seen": kept.version})
        return _page(form, number)
    form.fill({"person_id": kept.entry.person_id, "post_id": kept.entry.post_id})
    if not form.typed_right():
        return _page(form, number), 422
    try:
        done = saved(lambda s: keep_holding(s, form.entry, now(), number, form.seen.seen), form, "first_on")
    except Crossed:
        kept = _kept(number)
        return _page(form, number, crossed_with(form, kept, form.values(kept.entry))), 409
    return _done(form.entry) if done is not None else (_page(form, number), 422)


def _kept(number: int) -> Kept[HoldingEntry]:
    return holding_kept(reading(), number) or abort(404)


def _form(also: int | None) -> HoldingForm:
    """The form, with the people around the road map, and the one from whose page it was opened.

    The administrator keeps what road maps share, so that everybody is offered.
    """
    people = persons_by_id(reading(), None if current_reader().administers else around_roadmap().persons)
    if also is not None and also not in people:
        people[also] = person_here(also).person
    form = HoldingForm()
    named = ((each.id, each.name) for each in people.values() if (each.active or each.id == also) and not each.erased)
    form.offer(named, posts_by_id(reading()))
    return form


def _done(entry: HoldingEntry) -> Response:
    flash(gettext("Who holds the post is kept"), "success")
    return redirect(address("control.post", number=entry.post_id), 303)


def _page(form: HoldingForm, number: int | None, meanwhile: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "control/people/holding.html", form=form, number=number, meanwhile=meanwhile, roadmap=current_roadmap()
    )
