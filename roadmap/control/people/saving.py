"""Writing an entry down, and what becomes of the form if that is refused or crossed with somebody else's change."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from roadmap.control.people.entry_form import EntryForm
from roadmap.domain.staff import Kept
from roadmap.store.escalation import GoesRound
from roadmap.store.staff import ChangedMeanwhile, InTheWay, Taken, touch_all
from roadmap.web.sessions import writing

Refusals = dict[type[Exception], Callable[[Exception], None]]


class Crossed(Exception):
    """Somebody else changed the entry since the form was made."""


def saved(act: Callable[[Session], int], form: EntryForm, where: str = "") -> int | None:
    """The entry's number; ``None`` if it was refused, and the field named ``where`` says why. Raises ``Crossed``."""
    try:
        with writing() as session:
            number = act(session)
            touch_all(session)
            session.commit()
        return number
    except ChangedMeanwhile as problem:
        raise Crossed from problem
    except Taken:
        _say(form, where, gettext("Another entry has this already"))
    except GoesRound:
        _say(form, where, gettext("This post would come to stand above itself. Choose another one, or none"))
    except InTheWay as problem:
        _say(form, where, _in_the_way(problem))
    return None


def _say(form: EntryForm, where: str, words: str) -> None:
    form[where].errors = [*form[where].errors, words]


def _in_the_way(problem: InTheWay) -> str:
    if problem.holding.acting:
        return gettext("This person holds the post on one of these days already")
    return gettext("Somebody holds the post on one of these days. End that first, or say that this person is acting")


def crossed_with(form: EntryForm, kept: Kept[Any], values: dict[str, Any]) -> list[tuple[str, str]]:
    """What is kept by now where it differs from what was typed; whoever sends the form again has seen it."""
    form.seen.now(kept.version)
    return form.set_meanwhile(values)
