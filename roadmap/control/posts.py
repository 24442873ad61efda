"""The list of posts, and adding one."""

from flask import render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.plan_form import NewPost
from roadmap.control.words import put_beside_fields
from roadmap.store.ledger import touch
from roadmap.store.people import posts_by_id
from roadmap.store.posts import post_named
from roadmap.web.operations import once, operation
from roadmap.web.posts import post_words
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading, writing


@route(blueprint, "/plan/posts", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def posts() -> str | Response | tuple[str, int]:
    """Every post of the installation, and a form for another."""
    form = NewPost()
    form.offer_organisations()
    if request.method == "GET":
        return _page(form)
    typed_right = form.validate()
    if not put_beside_fields(form, form.objections_to_title()) or not typed_right:
        return _page(form), 422
    with writing() as session:
        mine = operation(session)
        post_named(session, form.title, form.new_post_organisation.data)
        touch(session, current_roadmap().id)
        mine.finish(session, address("control.posts"), gettext("The post is in the list"))
        session.commit()
    return mine.answer()


def _page(form: NewPost) -> str:
    named = sorted(posts_by_id(reading()).values(), key=post_words)
    return render_template("control/posts.html", form=form, posts=named, roadmap=current_roadmap())
