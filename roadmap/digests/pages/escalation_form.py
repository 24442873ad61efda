"""The form about escalation: a number of working days, and the next post up for each post that answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from flask_babel import gettext, lazy_gettext
from wtforms import Field, HiddenField, SelectField, StringField
from wtforms.validators import ValidationError

from roadmap.domain.people import Post
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.locale import words

LONGEST = 250
"""Working days, about a year: what is overdue for longer is everybody's business already."""
_DIGITS = 10


class EscalationForm(Form):
    """The number of days; the posts are added by ``form_for``. ``seen`` is what was set when the page was made."""

    after = StringField(lazy_gettext("Working days overdue after which an item goes to the next post up"))
    seen = HiddenField()

    def validate_after(self, field: StringField) -> None:
        """A whole number of days, or nothing."""
        typed = (field.data or "").strip()
        if typed and not 0 < (_number(typed) or 0) <= LONGEST:
            raise ValidationError(gettext("Enter a whole number from 1 to %(most)d, or nothing", most=LONGEST))

    @property
    def days(self) -> int | None:
        """What was typed; ``None`` is never."""
        typed = (self.after.data or "").strip()
        return _number(typed)

    @property
    def days_seen(self) -> int | None:
        """What was set when the page was made."""
        return _number(self.seen.data or "")

    def above(self, posts: Iterable[Post]) -> dict[int, int | None]:
        """The next post up that was chosen for each."""
        return {
            post.id: int(self.post_field(post.id).data) if self.post_field(post.id).data else None for post in posts
        }

    def versions(self, posts: Iterable[Post]) -> dict[int, int]:
        """What each post was like when the page was made."""
        typed = {post.id: self[f"seen_{post.id}"].data or "" for post in posts}
        read = {number: _number(text) for number, text in typed.items()}
        return {number: version for number, version in read.items() if version is not None}

    def now(self, after: int | None, versions: Mapping[int, int]) -> None:
        """The form is shown again together with what is set by now."""
        for name, value in (("seen", after or ""), *((f"seen_{number}", each) for number, each in versions.items())):
            self[name].data, self[name].raw_data = str(value), None

    def post_field(self, post_id: int) -> Field:
        """The list for one post."""
        return self[f"above_{post_id}"]


def _number(typed: str) -> int | None:
    """The number that was typed; ``None`` if it is none, or has more digits than any that is kept."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < _DIGITS else None


def form_for(
    posts: Iterable[Post], titles: Mapping[int, str], versions: Mapping[int, int], after: int | None
) -> EscalationForm:
    """The form for these posts, as it stands or as it was sent; ``titles`` are those of all posts to choose from."""
    fields: dict[str, object] = {}
    values: dict[str, str] = {"after": str(after or ""), "seen": str(after or "")}
    for post in posts:
        others = sorted((title, number) for number, title in titles.items() if number != post.id)
        choices = [SelectChoice("", "–"), *(SelectChoice(str(number), title) for title, number in others)]
        fields[f"above_{post.id}"] = SelectField(titles[post.id], choices=choices)
        fields[f"seen_{post.id}"] = HiddenField()
        values |= {f"above_{post.id}": str(post.above_id or ""), f"seen_{post.id}": str(versions[post.id])}
    made = cast(type[EscalationForm], type("EscalationOfRoadmap", (EscalationForm,), fields))
    return made(data=values)


def title_of(post: Post, holders: Sequence[str]) -> str:
    """A post with its organisation and those who hold it, for a list to choose from."""
    body = (words(post.organisation.short) or words(post.organisation.name)) if post.organisation else ""
    return " · ".join(part for part in (words(post.title), body, ", ".join(holders)) if part)
