"""The forms in which what was said of the plan, or of a document, is said anew."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext, lazy_gettext

from roadmap.domain.facts import AdoptionFact, AmendmentFact, Document, EvidenceFact, FieldChange
from roadmap.domain.restated_plan import text_in, with_text
from roadmap.domain.text import LANGUAGES
from roadmap.web.fields import DayField, LineField, WordsField
from roadmap.web.plan_told import field_told
from roadmap.web.restating import Restated

_IN_LANGUAGE = {
    "kk": lazy_gettext("%(field)s, in Kazakh"),
    "ru": lazy_gettext("%(field)s, in Russian"),
    "en": lazy_gettext("%(field)s, in English"),
}
_LONGEST_WORDS = "5000"


class RestatedAdoption(Restated):
    """The act by which the road map was adopted."""

    needed = ("dated_on",)
    title = LineField(lazy_gettext("Title of the act"))
    number = LineField(lazy_gettext("Number of the act"))
    dated_on = DayField(lazy_gettext("Date of the act"))

    def show(self, fact: AdoptionFact) -> None:
        self.title.data, self.number.data, self.dated_on.data = fact.act.title, fact.act.number, fact.act.dated_on

    def stated(self, was: AdoptionFact) -> AdoptionFact:
        act = replace(was.act, title=self.title.typed, number=self.number.typed, dated_on=self.dated_on.day)
        return AdoptionFact(act)


class RestatedEvidence(Restated):
    """A document that was put into the record. Its file stays the one that it is."""

    needed = ("dated_on",)
    number = LineField(lazy_gettext("Number of the document"))
    dated_on = DayField(lazy_gettext("Date of the document"))
    title = LineField(lazy_gettext("Title of the document"))
    address = LineField(lazy_gettext("Number or address in the document system"))

    def show(self, fact: EvidenceFact) -> None:
        document = fact.document
        self.number.data, self.dated_on.data = document.number, document.dated_on
        self.title.data, self.address.data = document.title, document.address

    def stated(self, was: EvidenceFact) -> EvidenceFact:
        said = Document(self.number.typed, self.dated_on.day, self.title.typed, self.address.typed)
        return replace(was, document=said)


class RestatedAmendment(Restated):
    """A change of the plan: what it rests on, and the words that it put there. ``amended`` are those with a field."""

    pairs = (("basis_number", "basis_date"),)
    amended: tuple[str, ...] = ()
    basis_number = LineField(lazy_gettext("Number of the basis document"))
    basis_date = DayField(lazy_gettext("Date of the basis document"))
    reason = WordsField(lazy_gettext("Reason for the change"))

    def prepare(self, fact: AmendmentFact) -> None:
        self.left_out.label.text = gettext("Set this back: the plan should not have been changed so")

    def show(self, fact: AmendmentFact) -> None:
        self.reason.data = fact.reason
        self.put_document(fact.basis)
        for change in fact.changes:
            text = text_in(change)
            if change.field in self.amended and text is not None:
                self.put_text(change.field, text)

    def stated(self, was: AmendmentFact) -> AmendmentFact:
        changes = tuple(self._change(each) for each in was.changes)
        return replace(was, changes=changes, basis=self.document(was.basis), reason=self.reason.typed)

    def _change(self, change: FieldChange) -> FieldChange:
        return with_text(change, self.text(change.field)) if change.field in self.amended else change


def amendment_form(fact: AmendmentFact) -> type[RestatedAmendment]:
    """The form for one amendment: with three fields for each text that it put into the plan."""
    texts = [each.field for each in fact.changes if text_in(each) is not None]
    rows: dict[str, Any] = {"amended": tuple(texts)}
    for field in texts:
        for code in LANGUAGES:
            label = str(_IN_LANGUAGE[code]) % {"field": field_told(field)}
            rows[f"{field}_{code}"] = WordsField(label, description=_LONGEST_WORDS)
    return type("RestatedAmendmentOfFields", (RestatedAmendment,), rows)
