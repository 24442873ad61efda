"""Which of the people around a road map the reader may look at and change, and who holds which post."""

from dataclasses import dataclass, field
from typing import cast

from flask import abort, g, make_response, render_template, session
from flask_babel import gettext

from roadmap.access.account_forms import whole_address
from roadmap.access.reader import current_reader
from roadmap.domain.people import Person, Role
from roadmap.store.account_reading import AccountState, KnownPerson, known_person
from roadmap.store.named import Named, named_elsewhere
from roadmap.store.people import person_by_email
from roadmap.web.around import Around, around_roadmap, this_day
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading

# Whom the reader added, or found by the whole address, since signing in: the numbers, the last ones.
_MET = "people_met"
_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is the reader's: of the people around this road map those whom no other one names, but for his own."""

    around: Around
    elsewhere: Named
    met: frozenset[int]
    controls_all: bool = field(default=False)

    def sees(self, known: KnownPerson) -> bool:
        """Whether the person has to do with this road map, or was added or found by the reader."""
        person = known.person
        return not person.erased and (self.controls_all or self._named_here(known) or person.id in self.around.persons)

    def keeps(self, known: KnownPerson) -> bool:
        """Whether name, leaving and posts are the reader's to enter.

        Without a role a person belongs to no road map by it: not to this one either, if an executing body that he
        belongs to is all that he has to do with it, and executes elsewhere too.
        """
        if self.controls_all:
            return True
        if not self.sees(known) or known.person.id in self.elsewhere.persons:
            return False
        if not current_reader().keeps(held.grant for held in known.roles):
            return False
        return self._named_here(known) or known.person.id not in self.elsewhere.of_executors

    def keeps_address(self, known: KnownPerson) -> bool:
        """Whether the address is too: whoever has an account signs in with it, and gets a new password by it."""
        return self.controls_all or (self.keeps(known) and known.state is AccountState.NONE)

    def keeps_post(self, post_id: int) -> bool:
        """Whether the post, and who holds it, is the reader's to enter: nobody answers elsewhere by it."""
        return self.controls_all or post_id not in self.elsewhere.posts

    def keeps_organisation(self, organisation_id: int) -> bool:
        """Whether its name is: on no other road map it carries anything out, or answers by a post of its own."""
        return self.controls_all or organisation_id not in self.elsewhere.organisations

    def _named_here(self, known: KnownPerson) -> bool:
        here = any(held.grant.roadmap_id == current_roadmap().id for held in known.roles)
        return here or known.person.id in self.around.named | self.met


def keeping() -> Keeping:
    """What is the reader's, read once for the request."""
    if "keeping" not in g:
        reader = current_reader()
        own = {grant.roadmap_id for grant in reader.grants if grant.role is Role.CONTROLLER and grant.roadmap_id}
        met = frozenset(session.get(_MET, ()))
        g.keeping = Keeping(around_roadmap(), named_elsewhere(reading(), own), met, reader.administers)
    return cast(Keeping, g.keeping)


def person_found(typed: str) -> Person | None:
    """Whoever has exactly this address."""
    address = whole_address(typed)
    row = person_by_email(reading(), address) if address else None
    known = known_person(reading(), row.id) if row and not row.erased_at else None
    return known.person if known else None


def meet(person_id: int) -> None:
    """Keeps in the reader's session that he added this person, or knows the whole address."""
    before = [number for number in session.get(_MET, ()) if number != person_id]
    session[_MET] = [*before, person_id][-_AT_MOST:]
    g.pop("keeping", None)


def person_here(person_id: int) -> KnownPerson:
    """Somebody who has to do with the road map, or whom the reader added or found; else 404."""
    known = known_person(reading(), person_id, this_day())
    return known if known and keeping().sees(known) else abort(404)


def must_keep_holding(person_id: int, post_id: int | None = None) -> None:
    """404 unless the person is seen here; 403 with the reason unless who holds the post is the reader's to enter."""
    known = person_here(person_id)
    if not keeping().keeps(known) or not (post_id is None or keeping().keeps_post(post_id)):
        _refuse(gettext("Another road map names this person or this post, so that the administrator keeps it."))


def must_rename(may: bool) -> None:
    """403 with the reason unless a post or an organisation that road maps share is the reader's to change."""
    if not may:
        _refuse(gettext("Another road map has to do with it as well, so that the administrator changes it."))


def _refuse(sentence: str) -> None:
    title = gettext("You may not do this")
    page = render_template("errors/error.html", status=403, title=title, sentences=(sentence,), kept=(), again=())
    abort(make_response(page, 403))
