"""The posts that a decision can be asked of so that their holders are told of it by mail."""

from typing import cast

from flask import g
from flask_babel import gettext
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # The stubs are older.

from roadmap.domain.people import Post
from roadmap.store.post_holders import posts_held
from roadmap.web.posts import posts_to_choose
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading, today


def _posts() -> dict[int, Post]:
    """Read once for a request, however many forms it makes."""
    if "posts_held" not in g:
        g.posts_held = posts_held(reading(), today(current_roadmap().timezone))
    return cast(dict[int, Post], g.posts_held)


def choices_of_posts() -> list[SelectChoice]:
    """What can be chosen, by number, each post with its organisation."""
    return [SelectChoice(str(number), label) for number, label in posts_to_choose(_posts().values())]


def asked_post(typed: str | None) -> Post | None:
    """The post that was chosen; ``None`` if none was, or one that nobody holds any more."""
    known = {str(number): post for number, post in _posts().items()}
    return known.get(typed or "")


def known_post(field: SelectField) -> bool:
    """Whether the chosen post is one of those offered; if not, the field says so."""
    if not field.data or asked_post(field.data):
        return True
    field.errors = [*field.errors, gettext("Choose a post from the list")]
    return False
