"""The address at which the list of posts once stood: it leads to where posts are kept."""

from flask import redirect
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.web.roadmaps import address, route


@route(blueprint, "/plan/posts", methods=["GET"])
@guarded(Rule.CONTROLS_ROADMAP)
def posts() -> Response:
    """On to the posts and their holders."""
    return redirect(address("control.post_list"), 301)
