"""The working calendar of a year, and changing a day of it."""

from datetime import date

from flask import abort, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.subjects import reader_number
from roadmap.control.words import put_beside_fields
from roadmap.domain.days import FIRST_YEAR, LAST_YEAR, CalendarDay, objections_to_day
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.store.day_changes import changes_of_year
from roadmap.store.days import DayMovedOn, day_of, days_of_year, set_day
from roadmap.store.people import persons_by_id
from roadmap.web.fields import DayField, LineField
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.numbers import number_asked
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading, today, writing


class DayForm(Form):
    """One day of the working calendar."""

    on = DayField(lazy_gettext("Day"))
    working = RadioField(
        lazy_gettext("On this day"),
        choices=[
            SelectChoice("yes", lazy_gettext("people work")),
            SelectChoice("no", lazy_gettext("people do not work")),
        ],
        validate_choice=False,
    )
    reason_kk = LineField(lazy_gettext("Reason in Kazakh"))
    reason_ru = LineField(lazy_gettext("Reason in Russian"))
    reason_en = LineField(lazy_gettext("Reason in English"))
    act = LineField(lazy_gettext("Act that moved the day"))
    seen = HiddenField()

    @property
    def reason(self) -> LocalizedText:
        """The reason as typed."""
        typed = {code: self[f"reason_{code}"].data for code in LANGUAGES}
        return LocalizedText(**{code: text for code, text in typed.items() if text})

    @property
    def works(self) -> bool | None:
        """Whether people work, if that was said."""
        return {"yes": True, "no": False}.get(self.working.data or "")

    def show(self, day: CalendarDay) -> None:
        """Fills the fields with what the table says."""
        self.on.data, self.working.data, self.act.data = day.on, "yes" if day.working else "no", day.act
        for code in LANGUAGES:
            self[f"reason_{code}"].data = getattr(day.reason, code) or ""
        self.seen.data = day.fingerprint


@route(blueprint, "/days", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def days() -> str | Response | tuple[str, int]:
    """The days of a year that do not follow the week, and the form for one."""
    form = DayForm()
    if request.method == "GET":
        chosen = _chosen()
        if chosen:
            form.show(chosen)
        return _page(form, chosen.on.year if chosen else _year(), changing=chosen is not None)
    typed_right = form.validate()
    fine = put_beside_fields(form, objections_to_day(form.on.data, form.works, form.reason, form.act.typed))
    if not (typed_right and fine):
        return _page(form, _year(), changing=bool(form.seen.data)), 422
    return _save(form, CalendarDay(form.on.day, form.works is True, form.reason, form.act.typed))


def _save(form: DayForm, day: CalendarDay) -> Response | tuple[str, int]:
    try:
        with writing() as session:
            mine = operation(session)
            set_day(session, current_roadmap().calendar, day, form.seen.data or "", author_id=reader_number(), at=now())
            said = gettext("The day is in the table. Running deadlines are counted anew")
            mine.finish(session, address("control.days", year=day.on.year), said)
            session.commit()
    except DayMovedOn as moved:
        found = moved.now
        form.seen.data, form.seen.raw_data = found.fingerprint if found else "", None
        return _page(form, day.on.year, changing=found is not None, meanwhile=found), 409
    return mine.answer()


def _chosen() -> CalendarDay | None:
    """The day that the address asks to change; 404 if it follows the week."""
    asked = request.args.get("day")
    if asked is None:
        return None
    try:
        on = date.fromisoformat(asked)
    except ValueError:
        abort(404)
    return day_of(reading(), current_roadmap().calendar, on) or abort(404)


def _year() -> int:
    asked = number_asked("year")
    this_year = today(current_roadmap().timezone).year
    return asked if asked is not None and FIRST_YEAR <= asked <= LAST_YEAR else this_year


def _page(form: DayForm, year: int, *, changing: bool, meanwhile: CalendarDay | None = None) -> str:
    roadmap = current_roadmap()
    changes = changes_of_year(reading(), roadmap.calendar, year)
    people = persons_by_id(reading(), {change.author_id for change in changes if change.author_id})
    return render_template(
        "control/days.html",
        changes=changes,
        people=people,
        form=form,
        year=year,
        changing=changing,
        meanwhile=meanwhile,
        roadmap=roadmap,
        days=days_of_year(reading(), roadmap.calendar, year),
    )
