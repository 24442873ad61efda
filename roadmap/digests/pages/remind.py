"""Remind now: the controlling side chooses what, sees whom it concerns, and sends. Looking sends nothing."""

from dataclasses import dataclass
from datetime import date

from flask import abort, current_app, flash, g, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.digests.by_hand import Table, composed, read_table, record
from roadmap.digests.office import Office
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.words.items import Line, item_line
from roadmap.domain.by_hand import OpenItem
from roadmap.domain.people import Person
from roadmap.domain.reminders import reminded_on
from roadmap.web.locale import language
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading, today, writing

# Far more than a road map has; a longer list was not made by the page.
_CHOSEN_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who would be reminded of an item, the days on which he was, and whether today by hand."""

    person: Person
    days: tuple[date, ...]
    today: bool


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An item in words, and with whom it lies. It is ``free`` while somebody can still be reminded of it today."""

    code: str
    words: Line
    holders: tuple[Holder, ...]
    free: bool


@route(blueprint, "/control/reminders", methods=["GET"])
@guarded(Rule.CONTROLS_ROADMAP)
def reminders() -> str:
    """What is open, who holds it, and when they were last reminded."""
    table = _table()
    return render_template(
        "digests/remind.html",
        roadmap=table.roadmap,
        lines=[_line(table, each) for each in table.items],
    )


@route(blueprint, "/control/reminders/preview", methods=["GET"])
@guarded(Rule.CONTROLS_ROADMAP)
def preview_reminders() -> Response | str:
    """Who would be written to about what."""
    table, codes = _table(), _codes(request.args.getlist("item"))
    chosen = table.chosen(codes)
    already = _already(table, codes)
    if not chosen:
        _tell(0, already, [])
        return redirect(address("digests.reminders"), 303)
    people = sorted((table.people[number] for number in chosen), key=lambda person: person.name)
    return render_template(
        "digests/remind_preview.html",
        people=[(person, [item_line(each.item, language()) for each in chosen[person.id]]) for person in people],
        codes=sorted({each.code for items in chosen.values() for each in items}),
        already=already,
        roadmap=table.roadmap,
    )


@route(blueprint, "/control/reminders", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def remind() -> Response:
    """Writes one mail for each person. What somebody was reminded of today is left out, and said."""
    table, codes = _table(), _codes(request.form.getlist("item"))
    already = _already(table, codes)
    mails, unsendable = composed(table, codes, Office.of(current_app.config["ROADMAP"]), g.default_slug, now())
    with writing() as session:
        new, old = record(session, mails, table.on, now())
        session.commit()
    _tell(len(new), [*already, *(table.people[number] for number in sorted(old))], unsendable)
    return redirect(address("digests.reminders"), 303)


def _table() -> Table:
    roadmap, sender = current_roadmap(), current_reader().person
    if sender is None:
        abort(404)
    return read_table(reading(), roadmap, today(roadmap.timezone), sender)


def _line(table: Table, each: OpenItem) -> OpenLine:
    def holder(number: int) -> Holder:
        told = table.reminders.get(number, {})
        days = reminded_on(told, table.roadmap.id, each.item, table.on)
        return Holder(table.people[number], days, table.reminded_today(each, number))

    holders = tuple(holder(number) for number in each.holders)
    return OpenLine(each.code, item_line(each.item, language()), holders, bool(table.free(each)))


def _codes(sent: list[str]) -> frozenset[str]:
    return frozenset(sent[:_CHOSEN_AT_MOST])


def _already(table: Table, codes: frozenset[str]) -> list[Person]:
    """Who holds something of what was chosen and was reminded of it today."""
    found = {
        number
        for each in table.items
        if each.code in codes
        for number in each.holders
        if table.reminded_today(each, number)
    }
    return sorted((table.people[number] for number in found), key=lambda person: person.name)


def _tell(written: int, already: list[Person], unsendable: list[Person]) -> None:
    if written:
        said = ngettext("%(num)d reminder goes out now.", "%(num)d reminders go out now.", written)
        flash(said, "success")
    if already:
        names = _names(already)
        flash(gettext("Reminded today already, and not once more: %(names)s", names=names), "info")
    if unsendable:
        names = _names(unsendable)
        flash(gettext("No mail can go to the address of: %(names)s", names=names), "error")
    if not (written or already or unsendable):
        flash(gettext("Nothing was chosen of which anybody could be reminded."), "info")


def _names(people: list[Person]) -> str:
    return ", ".join(dict.fromkeys(person.name for person in people))
