"""The fields for a deadline in any of the official notations, and reading them."""

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from roadmap.control.words import KINDS, UNITS
from roadmap.domain.deadline_wording import official_wording
from roadmap.domain.deadlines import Details
from roadmap.domain.plan import Deadline, DeadlineKind, TermUnit
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.web.fields import DayField, LineField, NumberField
from roadmap.web.forms import Form, SelectChoice


class DeadlineForm(Form):
    """An approved date. What only some kinds need stays empty for the others."""

    kind = SelectField(lazy_gettext("Kind of deadline"), choices=[], default="")
    on = DayField(lazy_gettext("Approved date"))
    first_year = NumberField(lazy_gettext("First year"))
    amount = NumberField(lazy_gettext("Length of the term"))
    unit = SelectField(lazy_gettext("Counted in"), choices=[], default="")
    by_day = NumberField(lazy_gettext("By which day"))
    by_month = NumberField(lazy_gettext("Of which month"))
    wording_kk = LineField(lazy_gettext("Official wording in Kazakh"))
    wording_ru = LineField(lazy_gettext("Official wording in Russian"))
    wording_en = LineField(lazy_gettext("Official wording in English"))

    def offer_kinds(self) -> None:
        """Fills the lists."""
        self.kind.choices = [
            SelectChoice("", gettext("Date not set")),
            *(SelectChoice(kind.value, name) for kind, name in KINDS.items()),
        ]
        units = (SelectChoice(unit.value, name) for unit, name in UNITS.items())
        self.unit.choices = [SelectChoice("", gettext("Not stated")), *units]

    def show_deadline(self, deadline: Deadline) -> None:
        """Fills the fields with a deadline, its wording too."""
        self.show_date(deadline)
        self.show_wording(deadline.wording)

    def show_date(self, deadline: Deadline) -> None:
        """Fills the fields but for the wording, so that they mean this deadline when they are sent again."""
        self.kind.data = deadline.kind.value
        of_range = deadline.kind is DeadlineKind.RANGE
        self.on.data, self.on.raw_data = deadline.on if of_range else deadline.since or deadline.on, None
        self.first_year.put(deadline.since.year if of_range and deadline.since else None)
        self.amount.put(deadline.amount)
        self.unit.data = deadline.unit.value if deadline.unit else ""
        self.by_day.put(deadline.by_day)
        self.by_month.put(deadline.by_month)

    def show_wording(self, wording: LocalizedText) -> None:
        """Fills the wording's fields."""
        for code in LANGUAGES:
            field = self[f"wording_{code}"]
            field.data = getattr(wording, code) or ""

    @property
    def wording(self) -> LocalizedText:
        """The wording as typed."""
        typed = {code: self[f"wording_{code}"].data for code in LANGUAGES}
        return LocalizedText(**{code: text for code, text in typed.items() if text})

    @property
    def chosen_kind(self) -> DeadlineKind | None:
        """The kind of deadline, if one was chosen."""
        return DeadlineKind(self.kind.data) if self.kind.data in set(DeadlineKind) else None

    @property
    def details(self) -> Details:
        """What the chosen kind needs beside a day; what was left standing in the fields of other kinds is not meant."""
        kind = self.chosen_kind
        unit = TermUnit(self.unit.data) if self.unit.data in set(TermUnit) else None
        if kind is DeadlineKind.TERM:
            return Details(amount=self.amount.data, unit=unit)
        if kind is DeadlineKind.RANGE:
            return Details(first_year=self.first_year.data)
        return Details(by_day=self.by_day.data, by_month=self.by_month.data if kind is DeadlineKind.YEARLY else None)


def usual_wording(deadline: Deadline | None) -> LocalizedText:
    """The usual wording of a deadline that was just typed; empty while it cannot be said."""
    return official_wording(deadline) if deadline else LocalizedText()
