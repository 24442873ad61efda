"""The form for a verdict, and which verdicts may be taken about something as it stands."""

from flask_babel import lazy_gettext
from wtforms import RadioField

from roadmap.control.words import VERDICTS
from roadmap.domain.control import ProposedVerdict, verdicts_about
from roadmap.domain.facts import Verdict
from roadmap.domain.health import ControlStatus
from roadmap.web.fields import DayField, LastSeenField, LineField, WordsField
from roadmap.web.forms import Form, SelectChoice


class VerdictForm(Form):
    """What is decided about a milestone or a measure."""

    verdict = RadioField(lazy_gettext("Decision"), choices=[], validate_choice=False)
    reason = WordsField(lazy_gettext("Reason"))
    basis_number = LineField(lazy_gettext("Number of the basis document"))
    basis_date = DayField(lazy_gettext("Date of the basis document"))
    effective_on = DayField(lazy_gettext("In force from"))
    last_seen = LastSeenField("")

    def offer(self, control: ControlStatus, *, of_milestone: bool) -> None:
        """The decisions that make sense now."""
        offered = verdicts_about(control, of_milestone)
        self.verdict.choices = [SelectChoice(each.value, VERDICTS[each]) for each in offered]

    @property
    def proposed(self) -> ProposedVerdict:
        """The verdict as filled in; one that does not exist is none."""
        chosen = Verdict(self.verdict.data) if self.verdict.data in set(Verdict) else None
        return ProposedVerdict(chosen, self.reason.typed, self.basis_number.typed, self.basis_date.data)
