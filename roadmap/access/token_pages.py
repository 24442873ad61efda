"""Tokens for one's own programs: made, shown once, and revoked; the administrator sees and revokes anybody's."""

from datetime import UTC, datetime, time, timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.blueprint import blueprint
from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.access.token_form import DEFINITIONS, SCOPES, TokenForm
from roadmap.access.tokens import fingerprint, new_access_token
from roadmap.domain.access_tokens import AccessToken, Scope
from roadmap.domain.people import Person
from roadmap.domain.security import SecurityKind
from roadmap.store.access_tokens import add_token, revoke_token, tokens_of
from roadmap.store.account_reading import known_person
from roadmap.store.plan_reading import default_roadmap
from roadmap.store.security_log import record
from roadmap.web.operations import once, operation
from roadmap.web.sessions import now, reading, writing

_NUMBER = "<int(max=2147483647):number>"
_PERSON = "/accounts/<int(max=2147483647):person_id>/tokens"


@blueprint.get("/my/tokens")
@guarded(Rule.SIGNED_IN)
def tokens() -> str:
    """My tokens, and the form for one more."""
    return _page(_self(), TokenForm())


@blueprint.post("/my/tokens")
@guarded(Rule.SIGNED_IN)
@once
def make_token() -> str | Response | tuple[str, int]:
    """Makes a token. It stands on the answer to this very request and nowhere else."""
    person, form = _self(), TokenForm()
    if not form.fine(len(_good(person.id))):
        return _page(person, form), 422
    secret, proposed = new_access_token(), form.proposed
    with writing() as session:
        mine = operation(session)
        # What is kept is a moment: it is good to the end of its last day, wherever that ends last.
        until = datetime.combine(proposed.last_day or now().date(), time.max, UTC) + timedelta(microseconds=1)
        number = add_token(session, person.id, fingerprint(secret), proposed.name, proposed.scopes, now(), until)
        again = gettext("The token was made before and is not shown twice. If you have not kept it, make another one.")
        mine.finish(session, url_for("access.tokens"), again, "warning")
        record(
            session, SecurityKind.TOKEN_MADE, now(), person.id, person.id, token=number, scopes=_said(proposed.scopes)
        )
        session.commit()
    return _page(person, TokenForm(formdata=None), made=secret)


@blueprint.post(f"/my/tokens/{_NUMBER}/revoke")
@guarded(Rule.SIGNED_IN)
def revoke_my_token(number: int) -> Response:
    """Ends one of my own."""
    _revoked(_self().id, number)
    return redirect(url_for("access.tokens"), 303)


@blueprint.get(_PERSON)
@guarded(Rule.ADMINISTERS)
def tokens_of_person(person_id: int) -> str:
    """Somebody's tokens, for the administrator."""
    return _page(_known(person_id), None)


@blueprint.post(f"{_PERSON}/{_NUMBER}/revoke")
@guarded(Rule.ADMINISTERS)
def revoke_token_of(person_id: int, number: int) -> Response:
    """Ends one of somebody's."""
    _revoked(_known(person_id).id, number)
    return redirect(url_for("access.tokens_of_person", person_id=person_id), 303)


def _self() -> Person:
    return current_reader().person or abort(401)


def _known(person_id: int) -> Person:
    known = known_person(reading(), person_id) or abort(404)
    return known.person


def _good(person_id: int) -> list[AccessToken]:
    return [token for token in tokens_of(reading(), person_id) if token.good_at(now())]


def _said(scopes: frozenset[Scope]) -> str:
    return " ".join(scope.value for scope in Scope if scope in scopes)


def _revoked(person_id: int, number: int) -> None:
    by = _self()
    with writing() as session:
        if not revoke_token(session, person_id, number, now()):
            abort(404)
        record(session, SecurityKind.TOKEN_REVOKED, now(), person_id, by.id, token=number)
        session.commit()
    flash(gettext("The token was revoked."), "success")


def _page(person: Person, form: TokenForm | None, made: str | None = None) -> str:
    roadmap = default_roadmap(reading())
    return render_template(
        "access/tokens.html",
        tokens=tokens_of(reading(), person.id),
        person=person if form is None else None,
        form=form,
        made=made,
        now=now(),
        scopes=SCOPES,
        definitions=DEFINITIONS,
        timezone=roadmap.timezone if roadmap else "UTC",
    )
