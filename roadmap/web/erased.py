"""How somebody is named who was erased on request."""

from flask_babel import gettext

from roadmap.domain.people import NameOfErased


def attach() -> None:
    """Lets the name of whoever was erased be said in the language of the page or the mail."""
    NameOfErased.say = staticmethod(lambda number: gettext("Person %(number)s (erased)", number=number))
