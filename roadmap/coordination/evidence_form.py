"""The form for a document: number and date, where it lies, to what it belongs, and perhaps a copy of it."""

from collections.abc import Iterable
from typing import BinaryIO, cast

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import SelectField, StringField

from roadmap.domain.evidence import ProposedEvidence
from roadmap.domain.file_content import objection_to_content
from roadmap.domain.file_kinds import kind_by, objection_to_name, shown_name
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Milestone
from roadmap.web.fields import DayField, tidied
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.locale import words
from roadmap.web.uploads import MEGABYTE, most_megabytes


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

    @property
    def stream(self) -> BinaryIO:
        """The file's content."""
        return cast(BinaryIO, self.file.data.stream)

    @property
    def file_name(self) -> str:
        """The file's name as it is shown, whatever its owner's machine called it."""
        return shown_name(self.file.data.filename or "")

    def objection_to_file(self) -> Objection | None:
        """What speaks against the file; without one nothing does."""
        if not self.has_file:
            return None
        name = self.file.data.filename or ""
        if found := objection_to_name(name):
            return found
        size, limit = self.stream.seek(0, 2), most_megabytes()
        if size > limit * MEGABYTE:
            return Objection("file", "too_large", {"size": size, "limit": limit})
        kind = kind_by(shown_name(name))
        ending = shown_name(name).rpartition(".")[2]
        return objection_to_content(self.stream, kind, ending) if kind else None
