"""The form for the organisations on a measure."""

import wtforms
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FormField, RadioField, SelectField

from roadmap.control.planning.fields import Localized, Rows, WholeNumber
from roadmap.control.planning.forms import Choices, PlanForm, offered
from roadmap.control.planning.words import BASES
from roadmap.domain.plan import ExecutorBasis
from roadmap.domain.planning import ProposedExecutor, ProposedExecutors
from roadmap.web.forms import SelectChoice


class _ExecutorRow(wtforms.Form):
    organisation = SelectField(lazy_gettext("Organisation"), choices=[], default="", validate_choice=False)
    place = WholeNumber(lazy_gettext("Place"))
    basis = SelectField(
        lazy_gettext("Why it stands here"),
        choices=[SelectChoice(each.value, name) for each, name in BASES.items()],
        default=ExecutorBasis.ASSUMED.value,
        validate_choice=False,
    )
    by_agreement = BooleanField(lazy_gettext("by agreement"))
    note = Localized(lazy_gettext("Note"))


class ExecutorsForm(PlanForm):
    """The organisations on a measure. Rows without an organisation say nothing; the places give the order."""

    executors = Rows(FormField(_ExecutorRow))
    lead = RadioField(lazy_gettext("Leads"), choices=[], validate_choice=False)

    FREE_ROWS = 3
    MOST_ROWS = 60

    def offer(self, organisations: Choices, rows: int) -> None:
        """Fills the lists, and adds empty rows up to ``rows``."""
        while len(self.executors.entries) > self.MOST_ROWS:
            self.executors.pop_entry()
        while len(self.executors.entries) < rows:
            self.executors.append_entry()
        for number, entry in enumerate(self.executors.entries, start=1):
            entry.form.organisation.choices = offered(organisations, gettext("None"))
            for field in (entry.form.organisation, entry.form.place, entry.form.basis):
                field.label.text = gettext("%(field)s, row %(number)s", field=field.label.text, number=number)
        self.lead.choices = offered([(str(place), "") for place in range(len(self.executors.entries))])

    def show(self, values: ProposedExecutors) -> None:
        """Fills the rows."""
        self.lead.data = None
        for place, executor in enumerate(values.executors):
            row = self.executors.entries[place].form
            row.organisation.data, row.place.data = executor.organisation, str(place + 1)
            row.basis.data, row.by_agreement.data = executor.basis.value, executor.by_agreement
            row.note.show(executor.note)
            if executor.is_lead:
                self.lead.data = str(place)

    @property
    def filled(self) -> list[int]:
        """The numbers of the rows that name an organisation, in the order of their places; the lead comes first."""
        rows = [place for place, entry in enumerate(self.executors.entries) if entry.form.organisation.data]

        def order(place: int) -> tuple[bool, int, int]:
            typed = self.executors.entries[place].form.place.number
            return (str(place) != self.lead.data, self.MOST_ROWS if typed is None else typed, place)

        return sorted(rows, key=order)

    @property
    def proposal(self) -> ProposedExecutors:
        """What is proposed."""
        return ProposedExecutors(tuple(self._executor(place) for place in self.filled))

    def _executor(self, place: int) -> ProposedExecutor:
        row = self.executors.entries[place].form
        return ProposedExecutor(
            organisation=row.organisation.data or "",
            is_lead=self.lead.data == str(place),
            basis=ExecutorBasis(row.basis.data) if row.basis.data in set(ExecutorBasis) else ExecutorBasis.ASSUMED,
            by_agreement=bool(row.by_agreement.data),
            note=row.note.text,
        )
