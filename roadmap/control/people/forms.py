"""The forms about organisations, posts, persons and who holds which post."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.validators import ValidationError

from roadmap.access.account_forms import whole_address
from roadmap.control.people.entry_form import EntryForm, choice_of_one, day, in_languages, line, required
from roadmap.domain.people import Organisation, Post
from roadmap.domain.staff import HoldingEntry, OrganisationEntry, PersonEntry, PostEntry
from roadmap.domain.text import LANGUAGES
from roadmap.web.fields import ChoiceOfOne
from roadmap.web.forms import SelectChoice
from roadmap.web.locale import NAMES, words
from roadmap.web.posts import posts_to_choose


def organisation_words(organisation: Organisation) -> str:
    """An organisation in a list to choose from."""
    return words(organisation.name) or organisation.code


class OrganisationForm(EntryForm):
    """An organisation."""

    code = line(lazy_gettext("Code"), required)
    name_kk = line(lazy_gettext("Name in Kazakh"))
    name_ru = line(lazy_gettext("Name in Russian"))
    name_en = line(lazy_gettext("Name in English"))
    short_kk = line(lazy_gettext("Short name in Kazakh"))
    short_ru = line(lazy_gettext("Short name in Russian"))
    short_en = line(lazy_gettext("Short name in English"))
    outside_government = BooleanField(lazy_gettext("Outside the Government: takes part by agreement"))

    def typed_right(self) -> bool:
        """Whether it can be kept."""
        return self.validate() & self.needs_a_language("name")

    @property
    def entry(self) -> OrganisationEntry:
        """The organisation as it was typed."""
        outside = bool(self.outside_government.data)
        return OrganisationEntry(self.code.typed, self.localized("name"), self.localized("short"), outside)

    @staticmethod
    def values(entry: OrganisationEntry) -> dict[str, Any]:
        """The fields as they would show an organisation."""
        texts = in_languages("name", entry.name) | in_languages("short", entry.short)
        return {"code": entry.code, "outside_government": entry.outside_government} | texts


class PostForm(EntryForm):
    """A post."""

    title_kk = line(lazy_gettext("Title of the post in Kazakh"))
    title_ru = line(lazy_gettext("Title of the post in Russian"))
    title_en = line(lazy_gettext("Title of the post in English"))
    organisation_id = ChoiceOfOne(lazy_gettext("Organisation"))
    above_id = ChoiceOfOne(lazy_gettext("Next post up"))

    def offer(self, organisations: Mapping[int, Organisation], posts: Mapping[int, Post], own: int | None) -> None:
        """Fills the lists; a post does not stand above itself."""
        named = ((each.id, organisation_words(each)) for each in organisations.values())
        choice_of_one(gettext("Not stated"), named, self.organisation_id)
        others = [each for each in posts_to_choose(posts.values()) if each[0] != own]
        self.above_id.offer(gettext("None"), others)

    def typed_right(self) -> bool:
        """Whether it can be kept."""
        return self.validate() & self.needs_a_language("title")

    @property
    def entry(self) -> PostEntry:
        """The post as it was typed."""
        return PostEntry(self.localized("title"), self.organisation_id.data, self.above_id.data)

    @staticmethod
    def values(entry: PostEntry) -> dict[str, Any]:
        """The fields as they would show a post."""
        chosen = {"organisation_id": entry.organisation_id, "above_id": entry.above_id}
        return in_languages("title", entry.title) | chosen


class PersonForm(EntryForm):
    """A person."""

    name = line(lazy_gettext("Name"), required)
    language = SelectField(
        lazy_gettext("Language of pages and mails"),
        choices=[SelectChoice(code, NAMES[code]) for code in LANGUAGES],
        default="kk",
    )
    email = line(lazy_gettext("Mail address"))

    def validate_email(self, field: Any) -> None:
        """One whole address, or none."""
        if field.data and whole_address(field.data) is None:
            raise ValidationError(lazy_gettext("Enter one mail address, such as name@ministry.example."))

    def typed_right(self) -> bool:
        """Whether it can be kept."""
        return bool(self.validate())

    @property
    def entry(self) -> PersonEntry:
        """The person as typed."""
        return PersonEntry(self.name.typed, whole_address(self.email.typed) or None, self.language.data)

    @staticmethod
    def values(entry: PersonEntry) -> dict[str, Any]:
        """The fields as they would show a person."""
        return {"name": entry.name, "language": entry.language, "email": entry.email or ""}


class HoldingForm(EntryForm):
    """Who holds a post from when to when."""

    person_id = ChoiceOfOne(lazy_gettext("Person"), validators=[required])
    post_id = ChoiceOfOne(lazy_gettext("Post"), validators=[required])
    first_on = day(lazy_gettext("From"))
    last_on = day(lazy_gettext("Until, this day included"))
    acting = BooleanField(lazy_gettext("Acts for the holder, or while nobody holds the post"))
    act = line(lazy_gettext("Order: its title, number and date"))

    def offer(self, people: Iterable[tuple[int, str]], posts: Mapping[int, Post]) -> None:
        """Fills the lists."""
        choice_of_one(gettext("Choose a person"), people, self.person_id)
        self.post_id.offer(gettext("Choose a post"), posts_to_choose(posts.values()))

    def validate_last_on(self, field: Any) -> None:
        """It does not end before it begins."""
        if field.data and self.first_on.data and field.data < self.first_on.data:
            raise ValidationError(gettext("The last day cannot be earlier than the first"))

    def validate_act(self, field: Any) -> None:
        """Whoever acts does so by an order."""
        if self.acting.data and not field.data:
            raise ValidationError(gettext("Name the order by which somebody acts"))

    def typed_right(self) -> bool:
        """Whether it can be kept."""
        return bool(self.validate())

    @property
    def entry(self) -> HoldingEntry:
        """The holding as it was typed; the lists were checked before."""
        return HoldingEntry(
            self.post_id.data or 0,
            self.person_id.data or 0,
            self.first_on.data,
            self.last_on.data,
            bool(self.acting.data),
            self.act.typed or None,
        )

    @staticmethod
    def values(entry: HoldingEntry) -> dict[str, Any]:
        """The fields as they would show a holding."""
        return {
            "person_id": entry.person_id,
            "post_id": entry.post_id,
            "first_on": entry.first_on,
            "last_on": entry.last_on,
            "acting": entry.acting,
            "act": entry.act or "",
        }
