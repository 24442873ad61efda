"""The table of who decides, by what an item stems from, and which entry applies to what."""

from flask import abort, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, SelectField

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.here import is_adopted
from roadmap.control.subjects import reader_number
from roadmap.control.words import put_beside_fields
from roadmap.domain.deciders import Decider, objections_to_decider
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.store.deciders import DeciderMovedOn, choose_decider, chosen_codes, deciders_of, keep_decider
from roadmap.store.plan_reading import measures_of
from roadmap.store.plan_writing import NeedsBasis, Writer
from roadmap.web.fields import LastSeenField, LineField
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.locale import words
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading, writing

Answer = str | Response | tuple[str, int]


class DeciderForm(Form):
    """One entry of the table."""

    stems_from_kk = LineField(lazy_gettext("Basis of the item, in Kazakh"))
    stems_from_ru = LineField(lazy_gettext("Basis of the item, in Russian"))
    stems_from_en = LineField(lazy_gettext("Basis of the item, in English"))
    decides_kk = LineField(lazy_gettext("Who decides, in Kazakh"))
    decides_ru = LineField(lazy_gettext("Who decides, in Russian"))
    decides_en = LineField(lazy_gettext("Who decides, in English"))
    note_kk = LineField(lazy_gettext("Rule or remark, in Kazakh"))
    note_ru = LineField(lazy_gettext("Rule or remark, in Russian"))
    note_en = LineField(lazy_gettext("Rule or remark, in English"))
    confirmed = BooleanField(lazy_gettext("Confirmed by somebody who knows"))
    seen = LastSeenField("")

    def text(self, group: str) -> LocalizedText:
        """One of the texts as typed."""
        typed = {code: self[f"{group}_{code}"].data for code in LANGUAGES}
        return LocalizedText(**{code: text for code, text in typed.items() if text})

    def show(self, decider: Decider) -> None:
        """Fills the fields with an entry."""
        for group in ("stems_from", "decides", "note"):
            for code in LANGUAGES:
                self[f"{group}_{code}"].data = getattr(getattr(decider, group), code) or ""
        self.confirmed.data, self.seen.data = decider.confirmed, decider.version


class AppliesForm(Form):
    """Which entry applies to a measure, or (without a number) to the road map."""

    number = HiddenField()
    code = SelectField(lazy_gettext("Basis of the item"), choices=[], default="")
    seen_code = HiddenField()

    chosen = ""
    """The chosen entry in words."""

    def offer(self, table: list[Decider]) -> None:
        """Fills the list."""
        nothing = gettext("Same as the road map") if self.number.data else gettext("Not stated")
        entries = {"": nothing} | {each.code: words(each.stems_from) for each in table}
        self.code.choices = [SelectChoice(code, label) for code, label in entries.items()]
        self.chosen = entries.get(self.code.data or "", "")


@route(blueprint, "/control/deciders", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def deciders() -> Answer:
    """The table, and the choice of the entry that applies to the road map and to each measure."""
    if request.method == "GET":
        return _table()
    form = AppliesForm()
    roadmap = current_roadmap()
    form.offer(deciders_of(reading(), roadmap.id))
    measures = {each.number: each.id for each in measures_of(reading(), roadmap.id)}
    if not form.validate() or (form.number.data and form.number.data not in measures):
        return _table(gettext("Choose an entry of the table")), 422
    try:
        with writing() as session:
            mine = operation(session)
            chosen, seen = form.code.data or None, form.seen_code.data or ""
            writer = Writer(reader_number(), now())
            choose_decider(session, roadmap.id, measures.get(form.number.data or ""), chosen, seen, writer)
            mine.finish(
                session,
                address("control.deciders", _anchor="applies"),
                gettext("The table of who decides has been changed"),
            )
            session.commit()
    except DeciderMovedOn:
        return _table(gettext("Somebody else chose meanwhile. Look at what stands here, then choose again")), 409
    except NeedsBasis:
        return _table(gettext("The plan is adopted, so another entry is an amendment with its basis")), 409
    return mine.answer()


@route(blueprint, "/control/deciders/<code>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def decider(code: str) -> Answer:
    """One entry; at the address "add" the form for a new one."""
    table = {each.code: each for each in deciders_of(reading(), current_roadmap().id)}
    known = table.get(code)
    if known is None and code != "add":
        abort(404)
    form = DeciderForm()
    if request.method == "GET":
        if known:
            form.show(known)
        return _page(form, code, known)
    typed_right = form.validate()
    texts = [form.text(group) for group in ("stems_from", "decides", "note")]
    if not (put_beside_fields(form, objections_to_decider(*texts)) and typed_right):
        return _page(form, code, known), 422
    name = code if known else _free_code(table)
    return _save(form, Decider(name, texts[0], texts[1], form.confirmed.data, texts[2], form.seen.seen), code)


def _free_code(table: dict[str, Decider]) -> str:
    """The next code of an entry added by hand; of two who add one at once, one is shown the other's and asked again."""
    number = 1
    while f"own-{number}" in table:
        number += 1
    return f"own-{number}"


def _save(form: DeciderForm, entry: Decider, code: str) -> Answer:
    try:
        with writing() as session:
            mine = operation(session)
            keep_decider(session, current_roadmap().id, entry)
            mine.finish(session, address("control.deciders"), gettext("The table of who decides has been changed"))
            session.commit()
    except DeciderMovedOn as moved:
        # An entry that somebody else added is beside this one, not in its place.
        form.seen.now(moved.now.version if moved.now and code != "add" else 0)
        return _page(form, code, moved.now, meanwhile=moved.now), 409
    return mine.answer()


def _page(form: DeciderForm, code: str, known: Decider | None, meanwhile: Decider | None = None) -> str:
    roadmap = current_roadmap()
    return render_template(
        "control/decider.html", form=form, code=code, known=known, meanwhile=meanwhile, roadmap=roadmap
    )


def _table(problem: str = "") -> str:
    roadmap = current_roadmap()
    table, chosen = deciders_of(reading(), roadmap.id), chosen_codes(reading(), roadmap.id)
    measures = measures_of(reading(), roadmap.id)
    rows = [(None, "", chosen.get(None, "")), *((each, each.number, chosen.get(each.id, "")) for each in measures)]
    return render_template(
        "control/deciders.html",
        roadmap=roadmap,
        deciders=table,
        problem=problem,
        adopted=is_adopted(roadmap),
        applies=[(measure, _applies(number, code, table)) for measure, number, code in rows],
    )


def _applies(number: str, code: str, table: list[Decider]) -> AppliesForm:
    form = AppliesForm(formdata=None, data={"number": number, "code": code, "seen_code": code}, prefix="")
    form.offer(table)
    return form
