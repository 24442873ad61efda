"""People and posts: a number, and the name that stands beside it."""

from roadmap.api.schemas.base import Answer, Text
from roadmap.api.schemas.roadmaps import OrganisationAnswer
from roadmap.domain.people import Person, Responsible


class PersonAnswer(Answer):
    """A person by number, with the name that stands beside it; an erased person's is the number."""

    id: int
    name: str


class PostAnswer(Answer):
    """An official position."""

    id: int
    title: Text
    organisation: OrganisationAnswer | None


class ResponsibleAnswer(Answer):
    """Who answers: a post, the person who holds it, and a working contact."""

    post: PostAnswer | None
    person: PersonAnswer | None
    contact: PersonAnswer | None


def person_answer(person: Person | None) -> PersonAnswer | None:
    """A person as one is answered."""
    return PersonAnswer(id=person.id, name=str(person.name)) if person else None


def responsible_answer(responsible: Responsible) -> ResponsibleAnswer:
    """Who answers, as it is answered."""
    post = PostAnswer.model_validate(responsible.post) if responsible.post else None
    return ResponsibleAnswer(
        post=post, person=person_answer(responsible.person), contact=person_answer(responsible.contact)
    )
