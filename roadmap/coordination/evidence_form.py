"""The form for a document: number and date, where it lies, to what it belongs, and perhaps a copy of it."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import SelectField, StringField

from roadmap.coordination.brought import objection_to_file
from roadmap.domain.evidence import ProposedEvidence
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Milestone
from roadmap.web.fields import DayField, tidied
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.locale import words


class EvidenceForm(Form):
    """A document that is put into the record."""

    number = StringField(lazy_gettext("Document No."), filters=[tidied])
    dated_on = DayField(lazy_gettext("Document date"))
    title = StringField(lazy_gettext("Title of the document"), filters=[tidied])
    address = StringField(lazy_gettext("Number or address in the document system"), filters=[tidied])
    milestone = SelectField(lazy_gettext("Belongs to"), choices=[], validate_choice=False)
    file = FileField(lazy_gettext("Copy of the document"))

    def offer(self, milestones: Iterable[Milestone], *, whole: bool) -> None:
        """To what the document can belong; chosen by the milestone's number in the plan."""
        self.milestone.choices = [SelectChoice("", gettext("The measure as a whole"))] if whole else []
        for each in milestones:
            title = gettext("%(number)s %(title)s", number=each.number, title=words(each.title))
            self.milestone.choices.append(SelectChoice(each.number, title))

    @property
    def proposed(self) -> ProposedEvidence:
        """The document as filled in."""
        texts = (self.number.data or "", self.title.data or "", self.address.data or "")
        return ProposedEvidence(texts[0], self.dated_on.data, texts[1], texts[2])

    @property
    def has_file(self) -> bool:
        """Whether a file came with it."""
        return bool(self.file.data)

    def objection_to_file(self) -> Objection | None:
        """What speaks against the file; without one nothing does."""
        return objection_to_file(self.file.data, "file") if self.has_file else None
