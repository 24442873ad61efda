"""Of which post a decision is asked, if it is one that is kept here: whoever holds it is then told by mail."""

from flask_babel import gettext
from wtforms import SelectField

from roadmap.domain.people import Post
from roadmap.store.people import posts_by_id
from roadmap.web.forms import SelectChoice
from roadmap.web.locale import words
from roadmap.web.sessions import reading


def offer_posts(field: SelectField) -> None:
    """Fills the list of posts."""
    posts = sorted(posts_by_id(reading()).values(), key=_named)
    field.choices = [SelectChoice("", gettext("None of the posts kept here"))]
    field.choices += [SelectChoice(str(post.id), _named(post)) for post in posts]


def known_post(field: SelectField) -> bool:
    """Whether the chosen post is there; if not, the field says so."""
    if not field.data or (field.data.isascii() and field.data.isdecimal() and _there(field.data)):
        return True
    field.errors = [*field.errors, gettext("Choose a post from the list")]
    return False


def _there(number: str) -> bool:
    return len(number) < 10 and bool(posts_by_id(reading(), [int(number)]))


def _named(post: Post) -> str:
    body = words(post.organisation.short) or words(post.organisation.name) if post.organisation else ""
    return " · ".join(part for part in (words(post.title), body) if part)
