"""The mail of any day as it would be composed for whoever asks. Nothing is written down or sent."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, abort, current_app, render_template, request
from flask_babel import gettext, lazy_gettext
from wtforms import Form
from wtforms.validators import ValidationError

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.digests.composing import message_for
from roadmap.digests.office import Office
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.reading_mail import ReadMail, as_file, read
from roadmap.digests.pages.rules import ListField, one_value_each
from roadmap.digests.planning import edition_for
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.choices import DEFAULT_SETTINGS
from roadmap.store.days import working_calendar
from roadmap.store.mail.choices import settings_of
from roadmap.store.mail.outbox import Message
from roadmap.store.plan_reading import all_roadmaps
from roadmap.web.fields import DayField
from roadmap.web.forms import SelectChoice
from roadmap.web.locale import NAMES, language
from roadmap.web.sessions import now, reading, today

_FAR = timedelta(days=366)
# Longer than any row of days off.
_LOOK_AHEAD = 60


class PreviewForm(Form):
    """Which day's mail, and in which language. It changes nothing, so it is part of the address."""

    on = DayField(lazy_gettext("Day"))
    language = ListField(lazy_gettext("Language"))

    def validate_on(self, field: DayField) -> None:
        """A day that mail can be imagined for."""
        if field.data is None:
            # What cannot be read as a day has been said already.
            if not field.process_errors:
                raise ValidationError(gettext("Enter a date as DD.MM.YYYY"))
        elif abs(field.data - _today()) > _FAR:
            raise ValidationError(gettext("Choose a day within a year from today."))


@dataclass(frozen=True, slots=True)
class Previewed:
    """What there is on a day: a mail, or why there is none.

    ``failed``: it cannot be composed. Why is said in the log, since it may speak of what a reader may not see.
    """

    on: date
    working: bool
    mail: ReadMail | None
    failed: bool = False


@blueprint.get("/my/digests/preview")
@guarded(Rule.SIGNED_IN)
def preview() -> str | tuple[str, int]:
    """My mail of a day as text."""
    form = _form()
    if not _right(form):
        return render_template("digests/preview.html", form=form, previewed=None), 422
    message, on = _message(form), form.on.data or _today()
    calendar = _calendar()
    previewed = Previewed(
        on=on,
        working=calendar is None or calendar.is_working(on),
        mail=read(message.mime) if message and message.mime else None,
        failed=message is not None and message.problem is not None,
    )
    return render_template("digests/preview.html", form=form, previewed=previewed)


@blueprint.get("/my/digests/preview.eml")
@guarded(Rule.SIGNED_IN)
def preview_file() -> Response:
    """The same mail as a file, to be looked at in a mail program."""
    form = _form()
    if not _right(form):
        abort(422)
    message = _message(form)
    if message is None or not message.mime:
        abort(404)
    return as_file(message.mime, f"preview-{form.on.data}")


def _form() -> PreviewForm:
    form = PreviewForm(request.args or None, data={"on": next_day(_today(), _calendar()), "language": language()})
    form.language.choices = [SelectChoice(code, name) for code, name in NAMES.items()]
    return form


def _right(form: PreviewForm) -> bool:
    valid = form.validate()
    return one_value_each(form) and valid


def _message(form: PreviewForm) -> Message | None:
    person, on = current_reader().person, form.on.data
    if person is None or on is None:
        return None
    slot = settings_of(reading(), [person.id]).get(person.id, DEFAULT_SETTINGS).slot
    edition = edition_for(reading(), on, person.id, slot)
    office = Office.of(current_app.config["ROADMAP"])
    return message_for(edition, office, person.id, form.language.data) if edition else None


def _today() -> date:
    roadmaps = all_roadmaps(reading())
    return today(roadmaps[0].timezone) if roadmaps else now().date()


def _calendar() -> WorkingCalendar | None:
    """The default road map's; ``None`` without a road map."""
    roadmaps = all_roadmaps(reading())
    return working_calendar(reading(), roadmaps[0].calendar) if roadmaps else None


def next_day(on: date, calendar: WorkingCalendar | None) -> date:
    """The day itself, or the next working one; itself as well where none is near, as in a calendar with an error."""
    days = (on + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD))
    return next((day for day in days if calendar is None or calendar.is_working(day)), on)
