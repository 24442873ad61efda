"""The person whom an administrator's page is about."""

from flask import abort

from roadmap.store.account_reading import KnownPerson, known_person
from roadmap.web.sessions import reading


def known_or_absent(person_id: int) -> KnownPerson:
    """The person with this number; 404 if there is none."""
    return known_person(reading(), person_id) or abort(404)
