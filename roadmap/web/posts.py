"""Posts in lists to choose from."""

from collections import Counter
from collections.abc import Iterable

from flask_babel import gettext

from roadmap.domain.people import Post
from roadmap.web.locale import words


def post_words(post: Post) -> str:
    """A post with its organisation."""
    body = (words(post.organisation.short) or words(post.organisation.name)) if post.organisation else ""
    return " · ".join(part for part in (words(post.title), body) if part)


def posts_to_choose(posts: Iterable[Post]) -> list[tuple[int, str]]:
    """Numbers and words, in the order of the words; those that would look alike each show their number."""
    named = [(post.id, post_words(post)) for post in posts]
    alike = Counter(label for _number, label in named)
    told = (
        (number, gettext("%(post)s, No. %(number)s", post=label, number=number) if alike[label] > 1 else label)
        for number, label in named
    )
    return sorted(told, key=lambda each: (each[1].casefold(), each[0]))
