"""The form for who answers and by when, and the choices it offers."""

from flask_babel import gettext, lazy_gettext

from roadmap.control.deadline_form import DeadlineForm
from roadmap.domain.control import LONGEST_LINE
from roadmap.domain.facts import OwnerFact
from roadmap.domain.objections import Objection
from roadmap.domain.people import Person
from roadmap.domain.plan import Deadline
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.store.people import all_organisations, posts_by_id
from roadmap.web.around import persons_to_choose, this_day
from roadmap.web.fields import ChoiceOfOne, DayField, LastSeenField, LineField, WordsField
from roadmap.web.forms import Form
from roadmap.web.locale import words
from roadmap.web.posts import posts_to_choose
from roadmap.web.sessions import reading


class NewPost(Form):
    """A post that is not in the list yet."""

    new_post_kk = LineField(lazy_gettext("Title of the post in Kazakh"))
    new_post_ru = LineField(lazy_gettext("Title of the post in Russian"))
    new_post_en = LineField(lazy_gettext("Title of the post in English"))
    new_post_organisation = ChoiceOfOne(lazy_gettext("Organisation"))

    def offer_organisations(self) -> None:
        """Fills the list of organisations."""
        named = sorted((words(each.name), each.id) for each in all_organisations(reading()).values())
        self.new_post_organisation.offer(gettext("Not stated"), [(number, name) for name, number in named])

    @property
    def title(self) -> LocalizedText:
        """The title as typed; an empty text if none was."""
        typed = {code: self[f"new_post_{code}"].data for code in LANGUAGES}
        return LocalizedText(**{code: text for code, text in typed.items() if text})

    def objections_to_title(self) -> list[Objection]:
        """A post has a title in at least one language."""
        found = [] if self.title else [Objection("new_post_kk", "required")]
        for code, text in self.title.as_dict().items():
            if len(text) > LONGEST_LINE:
                found.append(Objection(f"new_post_{code}", "too_long", {"limit": LONGEST_LINE}))
        return found


class PlanForm(NewPost, DeadlineForm):
    """Who answers for a measure or a milestone, and by when."""

    post = ChoiceOfOne(lazy_gettext("Post"))
    person = ChoiceOfOne(lazy_gettext("Responsible person"))
    contact = ChoiceOfOne(lazy_gettext("Working contact"))
    basis_number = LineField(lazy_gettext("Number of the basis document"))
    basis_date = DayField(lazy_gettext("Date of the basis document"))
    decided_by = LineField(lazy_gettext("Decision taken by"))
    reason = WordsField(lazy_gettext("Reason for moving the date"))
    effective_on = DayField(lazy_gettext("In force from"))
    last_seen = LastSeenField("")

    def offer(self, owner: OwnerFact | None) -> None:
        """Fills the lists; whoever is responsible now stays in them, also when he has left."""
        self.offer_organisations()
        self.post.offer(gettext("Not assigned"), posts_to_choose(posts_by_id(reading()).values()))
        holders, on = {owner.person_id, owner.contact_id} if owner else set[int | None](), this_day()
        people = persons_to_choose(holders, on)
        named = [(number, name) for name, number in sorted((person_words(each), each.id) for each in people)]
        self.person.offer(gettext("Not assigned"), named)
        self.contact.offer(gettext("Not assigned"), named)
        self.offer_kinds()

    def show(self, owner: OwnerFact | None, deadline: Deadline | None) -> None:
        """Fills the fields with what is in force."""
        if owner:
            self.post.data, self.person.data, self.contact.data = owner.post_id, owner.person_id, owner.contact_id
        if deadline:
            self.show_deadline(deadline)


def person_words(person: Person) -> str:
    """A person with the post he holds, as a list offers him."""
    return f"{person.name} · {words(person.post.title)}" if person.post else person.name
