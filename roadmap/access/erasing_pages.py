"""Erasing a person on request: what stays and what goes is said before, and there is no way back."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import DataRequired

from roadmap.access import accounts as acts
from roadmap.access.blueprint import blueprint
from roadmap.access.guards import Rule, guarded
from roadmap.access.known import known_or_absent
from roadmap.access.reader import current_reader
from roadmap.store.account_reading import KnownPerson
from roadmap.store.erasing import MailInHand
from roadmap.web.forms import Form

_ERASE = "/accounts/<int(max=2147483647):person_id>/erase"


class ErasingForm(Form):
    """The confirmation."""

    sure = BooleanField(
        lazy_gettext("This person asked for it, and I know that it cannot be undone"),
        [DataRequired(lazy_gettext("Confirm that you know what you do"))],
    )


@blueprint.get(_ERASE)
@guarded(Rule.ADMINISTERS)
def erasing(person_id: int) -> str:
    """What would go and what would stay."""
    return _page(_known(person_id), ErasingForm())


@blueprint.post(_ERASE)
@guarded(Rule.ADMINISTERS)
def erase(person_id: int) -> Response | tuple[str, int]:
    """Erases; asked twice, it answers as the first time."""
    known, form = _known(person_id), ErasingForm()
    if not form.accepted():
        return _page(known, form), 422
    try:
        acts.erase(known.person)
    except MailInHand:
        form.sure.errors = [gettext("A mail to this person is being handed over just now. Try again in a minute")]
        return _page(known, form), 422
    flash(gettext("Person %(number)s has been erased.", number=person_id), "success")
    return redirect(url_for("access.accounts"), 303)


def _known(person_id: int) -> KnownPerson:
    """Never oneself: somebody has to be left to administer."""
    known = known_or_absent(person_id)
    return abort(409) if known.person == current_reader().person else known


def _page(known: KnownPerson, form: ErasingForm) -> str:
    return render_template("access/erasing.html", known=known, form=form)
