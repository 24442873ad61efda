"""Whom the lines of the ledger speak of, as far as a reader may know."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from roadmap.domain.facts import OwnerFact
from roadmap.domain.ledger import Act, Line
from roadmap.domain.people import Person, Post
from roadmap.web.locale import words


@dataclass(frozen=True, slots=True)
class People:
    """The posts and persons that lines speak of. Without ``names`` a person is shown by post or organisation alone."""

    posts: dict[int, Post]
    persons: dict[int, Person]
    names: bool

    def author(self, number: int | None, act: Act) -> str:
        """Who wrote a line, as far as the reader may know."""
        person = self.persons.get(number or 0)
        if person and self.names:
            return person.name
        if person and person.post:
            return words(person.post.title)
        return gettext("Coordinator") if act is Act.REPORT else gettext("Controlling body")

    def responsible(self, fact: OwnerFact) -> str:
        """The post and, where names may be shown, the person in it."""
        post, person = self.posts.get(fact.post_id or 0), self.persons.get(fact.person_id or 0)
        title = words(post.title) if post else ""
        name = person.name if person and self.names else ""
        return " · ".join(part for part in (title, name) if part) or gettext("Not assigned")


def people_in(lines: Iterable[Line]) -> tuple[set[int], set[int]]:
    """The numbers of the posts and of the persons that the lines speak of."""
    told = list(lines)
    owners = [entry.fact for line in told for entry in line.entries if isinstance(entry.fact, OwnerFact)]
    persons = {line.author_id for line in told} | {fact.person_id for fact in owners}
    return {fact.post_id for fact in owners if fact.post_id}, {number for number in persons if number}
