"""The form for a decision about a request for an extension."""

from flask_babel import lazy_gettext
from wtforms import RadioField

from roadmap.control.deadline_form import DeadlineForm
from roadmap.domain.control import ProposedDeadline
from roadmap.domain.deadlines import deadline_of
from roadmap.domain.extension_decisions import ProposedDecision
from roadmap.domain.extensions import ExtensionRequest
from roadmap.domain.plan import DeadlineKind
from roadmap.web.fields import DayField, LastSeenField, LineField, WordsField
from roadmap.web.forms import SelectChoice


class ExtensionForm(DeadlineForm):
    """Granted, with the new date, or refused; either way by whom, by which document and why."""

    granted = RadioField(
        lazy_gettext("Decision"),
        choices=[
            SelectChoice("yes", lazy_gettext("The extension is granted: the date below takes effect")),
            SelectChoice("no", lazy_gettext("The extension is refused: the approved date stays")),
        ],
        validate_choice=False,
    )
    decided_by = LineField(lazy_gettext("Decision taken by"))
    basis_number = LineField(lazy_gettext("Number of the basis document"))
    basis_date = DayField(lazy_gettext("Date of the basis document"))
    reason = WordsField(lazy_gettext("Reason"))
    effective_on = DayField(lazy_gettext("In force from"))
    last_seen = LastSeenField("")

    def show(self, asked: ExtensionRequest) -> None:
        """Fills in what was asked for, so that a decision to that effect needs only to be named."""
        self.show_date(deadline_of(DeadlineKind.DAY, asked.asked.fact.to))
        self.reason.data = asked.asked.fact.reason

    def proposed(self, asked_seq: int) -> ProposedDecision:
        """The decision as filled in."""
        terms = ProposedDeadline(
            kind=self.chosen_kind,
            on=self.on.data,
            wording=self.wording,
            basis_number=self.basis_number.typed,
            basis_date=self.basis_date.data,
            decided_by=self.decided_by.typed,
            reason=self.reason.typed,
            details=self.details,
        )
        return ProposedDecision(asked_seq, {"yes": True, "no": False}.get(self.granted.data or ""), terms)
