"""The form for a reading of an indicator, and what is said about what does not fit in it."""

from collections.abc import Callable

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, StringField

from roadmap.domain.facts import ReadingFact
from roadmap.domain.objections import Objection
from roadmap.domain.readings import LONGEST_REASON, ProposedReading, amount_of, text_objections
from roadmap.web import evidence_words
from roadmap.web.fields import DayField, WordsField, tidied
from roadmap.web.forms import Form
from roadmap.web.values_told import Values, number_told
from roadmap.web.wording import figure_words


class ReadingForm(Form):
    """A further reading; the unit is the indicator's and is not asked for."""

    on = DayField(lazy_gettext("Day, or last day of the period"))
    value = StringField(lazy_gettext("Value"), filters=[tidied])
    source = StringField(lazy_gettext("Source: a document with number and date, or an address"), filters=[tidied])
    note = WordsField(lazy_gettext("Note"))

    @property
    def proposed(self) -> ProposedReading:
        """The reading as filled in."""
        return ProposedReading(self.on.data, amount_of(self.value.data or ""), self.source.data or "", self.note.typed)

    def show(self, fact: ReadingFact) -> None:
        """Fills the fields with what a line says."""
        self.on.data, self.value.data = fact.on, figure_words(fact.value)
        self.source.data, self.note.data = fact.source, fact.note


class CorrectionForm(ReadingForm):
    """The same for a line that was wrong; what it should have said, or that it should not have been written."""

    withdrawn = BooleanField(lazy_gettext("Nothing replaces it: the reading should not have been written"))
    reason = WordsField(lazy_gettext("What was wrong with this line?"))

    def objections_to_reason(self) -> list[Objection]:
        """A correction says why."""
        return list(text_objections("reason", self.reason.typed, LONGEST_REASON, required=True))


def put_beside(form: Form, objections: list[Objection]) -> bool:
    """Shows every objection at its field; whether there were none."""
    for objection in objections:
        field = form[objection.field]
        if not (field.errors and objection.code == "required"):
            field.errors = [*field.errors, _words(objection)]
    return not objections


def _words(objection: Objection) -> str:
    own = _OWN.get(objection.code)
    return own(objection.values) if own else evidence_words.objection_words(objection)


_OWN: dict[str, Callable[[Values], str]] = {
    "negative": lambda _: gettext("The value cannot be less than nought"),
    "no_number": lambda _: gettext("Enter a number: figures, and a comma or a point before decimals"),
    "two_ways": lambda _: gettext(
        "This can be read in two ways. Write 9100 for nine thousand one hundred, and 9.1 for nine and a tenth"
    ),
    "decimals": lambda v: gettext("At most %(limit)s decimals are kept", limit=number_told(v, "limit")),
    "too_great": lambda _: gettext("The value is too large"),
    "there_already": lambda v: gettext(
        "There is a reading for this day already, in line %(seq)s. Correct that line if it is wrong",
        seq=number_told(v, "seq"),
    ),
}
