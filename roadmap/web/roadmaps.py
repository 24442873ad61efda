"""Which road map a page is about: the default one under short addresses, every other under ``/r/<slug>/``."""

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, Flask, abort, g, has_request_context, request, url_for

from roadmap.domain.plan import Roadmap
from roadmap.store.plan_reading import default_roadmap, roadmap_by_slug
from roadmap.web.sessions import reading

_PREFIX = "/r/<slug>"


View = Callable[..., Any]


def route(blueprint: Blueprint, rule: str, **options: Any) -> Callable[[View], View]:
    """Like ``blueprint.route``, under the short address and under ``/r/<slug>``; the view itself takes no ``slug``."""

    def register(view: View) -> View:
        blueprint.route(rule, **options)(view)
        blueprint.route(_PREFIX + rule, **options)(view)
        return view

    return register


def attach(app: Flask) -> None:
    """Lets a template ask whether the road map of the page was taken from a letter."""
    app.add_template_global(from_letter)


def from_letter() -> bool:
    """Whether what the road map of the page leaves open was left open by a letter."""
    roadmap: Roadmap | None = g.get("roadmap")
    return roadmap is None or roadmap.from_letter


def take_slug(blueprint: Blueprint) -> None:
    """Takes the road map's short name out of the arguments before a view of this blueprint sees them."""

    @blueprint.url_value_preprocessor
    def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.slug = values.pop("slug", None) if values else None


def current_roadmap() -> Roadmap:
    """The road map of the address; 404 if there is none of that name, or none at all yet."""
    if "roadmap" not in g:
        slug = g.get("slug")
        default = default_roadmap(reading())
        g.default_slug = default.slug if default else None
        found = roadmap_by_slug(reading(), slug) if slug and slug != g.default_slug else default
        if found is None:
            abort(404)
        g.roadmap = found
    return cast(Roadmap, g.roadmap)


def address(endpoint: str, **values: Any) -> str:
    """The address of another page about the same road map, on the same day, and as known then, if that is looked at."""
    roadmap = current_roadmap()
    if roadmap.slug != g.default_slug:
        values["slug"] = roadmap.slug
    for asked in ("on", "known"):
        if has_request_context() and asked in request.args and asked not in values:
            values[asked] = request.args[asked]
    return url_for(endpoint, **values)
