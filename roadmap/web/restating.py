"""The forms in which an entry of a line is said anew: what they show of it, and what they make of what was typed."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext
from wtforms import BooleanField, Form, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # The stubs are older.

from roadmap.domain.facts import (
    AskFact,
    Confidence,
    Document,
    ExtensionFact,
    Fact,
    Progress,
    ProgressFact,
    ReportFact,
    Waiting,
)
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.web.fields import DayField, LineField, WordsField
from roadmap.web.status_words import CONFIDENCE, PROGRESS


class Restated(Form):
    """One entry. Without the fields of ``needed`` there is nothing to say; ``pairs`` go together or not at all."""

    needed: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    left_out = BooleanField(lazy_gettext("Leave this out: it should not have been said"))

    def prepare(self, fact: Any) -> None:
        """Fills the lists, and takes away what does not belong to what was said."""

    def show(self, fact: Any) -> None:
        """Fills the fields with what was said."""
        raise NotImplementedError

    def stated(self, was: Any) -> Fact:
        """What is said now; what the form does not ask for stays as it was."""
        raise NotImplementedError

    @property
    def gaps(self) -> list[str]:
        """The names of the fields in which something is missing."""
        halves = [
            one if self[other].data else other
            for one, other in self.pairs
            if bool(self[one].data) != bool(self[other].data)
        ]
        return [name for name in self.needed if not self[name].data] + halves

    def text(self, group: str) -> LocalizedText:
        """A text in up to three languages."""
        return LocalizedText(**{code: self[f"{group}_{code}"].data or None for code in LANGUAGES})

    def put_text(self, group: str, text: LocalizedText) -> None:
        """Fills the fields of a text."""
        for code in LANGUAGES:
            self[f"{group}_{code}"].data = getattr(text, code) or ""

    def document(self, was: Document | None, number: str = "basis_number", on: str = "basis_date") -> Document | None:
        """The document that is named; its title and copy stay with its number."""
        typed, dated_on = self[number].data or "", cast(date | None, self[on].data)
        if not typed or dated_on is None:
            return None
        if was and was.number == typed:
            return replace(was, dated_on=dated_on)
        return Document(typed, dated_on)

    def put_document(self, document: Document | None, number: str = "basis_number", on: str = "basis_date") -> None:
        """Fills the fields of a document."""
        if document:
            self[number].data, self[on].data = document.number, document.dated_on


class RestatedReport(Restated):
    """A coordinator's account."""

    pairs = (("waiting_whom", "waiting_since"),)
    confidence = SelectField(
        lazy_gettext("How is it going?"),
        choices=[SelectChoice(each.value, CONFIDENCE[each]) for each in Confidence if each is not Confidence.NO_DATA],
    )
    done_kk = WordsField(lazy_gettext("What has been done, in Kazakh"), description="4000")
    done_ru = WordsField(lazy_gettext("What has been done, in Russian"), description="4000")
    done_en = WordsField(lazy_gettext("What has been done, in English"), description="4000")
    next_step_kk = WordsField(lazy_gettext("Next step, in Kazakh"))
    next_step_ru = WordsField(lazy_gettext("Next step, in Russian"))
    next_step_en = WordsField(lazy_gettext("Next step, in English"))
    blocker_kk = WordsField(lazy_gettext("Blocker, in Kazakh"))
    blocker_ru = WordsField(lazy_gettext("Blocker, in Russian"))
    blocker_en = WordsField(lazy_gettext("Blocker, in English"))
    waiting_whom = LineField(lazy_gettext("Whose answer is awaited?"))
    waiting_since = DayField(lazy_gettext("Since when?"))

    def show(self, fact: ReportFact) -> None:
        self.confidence.data = fact.confidence.value
        for group in ("done", "next_step", "blocker"):
            self.put_text(group, getattr(fact, group))
        if fact.waiting:
            self.waiting_whom.data, self.waiting_since.data = fact.waiting.whom, fact.waiting.since

    def stated(self, was: ReportFact) -> ReportFact:
        whom, since = self.waiting_whom.typed, self.waiting_since.data
        return ReportFact(
            Confidence(self.confidence.data),
            self.text("done"),
            self.text("next_step"),
            self.text("blocker"),
            Waiting(whom, since) if whom and since else None,
            was.occurrence,
        )


class RestatedProgress(Restated):
    """The word on a milestone."""

    pairs = (("document_number", "document_on"),)
    state = SelectField(lazy_gettext("State"), choices=[SelectChoice(each.value, PROGRESS[each]) for each in Progress])
    forecast_on = DayField(lazy_gettext("Forecast date"))
    forecast_reason = WordsField(lazy_gettext("Reason, if later than approved"))
    actual_on = DayField(lazy_gettext("Actual date"))
    document_number = LineField(lazy_gettext("Document No."))
    document_on = DayField(lazy_gettext("Document date"))
    document_address = LineField(lazy_gettext("Number or address in the document system"))

    def show(self, fact: ProgressFact) -> None:
        self.state.data, self.forecast_on.data = fact.state.value, fact.forecast_on
        self.forecast_reason.data, self.actual_on.data = fact.forecast_reason, fact.actual_on
        self.put_document(fact.document, "document_number", "document_on")
        self.document_address.data = fact.document.address if fact.document else ""

    def stated(self, was: ProgressFact) -> ProgressFact:
        document = self.document(was.document, "document_number", "document_on")
        return ProgressFact(
            Progress(self.state.data),
            self.forecast_on.data,
            self.forecast_reason.typed,
            self.actual_on.data,
            replace(document, address=self.document_address.typed) if document else None,
            was.occurrence,
        )


class RestatedExtension(Restated):
    """A request for a later date."""

    needed = ("to",)
    to = DayField(lazy_gettext("Asked for"))
    reason = WordsField(lazy_gettext("Reason"))

    def show(self, fact: ExtensionFact) -> None:
        self.to.data, self.reason.data = fact.to, fact.reason

    def stated(self, was: ExtensionFact) -> ExtensionFact:
        return replace(was, to=self.to.day, reason=self.reason.typed)


class RestatedAsk(Restated):
    """A decision that is asked for."""

    needed = ("by",)
    what_kk = WordsField(lazy_gettext("Which decision is needed, in Kazakh"))
    what_ru = WordsField(lazy_gettext("Which decision is needed, in Russian"))
    what_en = WordsField(lazy_gettext("Which decision is needed, in English"))
    whom = LineField(lazy_gettext("From whom?"))
    by = DayField(lazy_gettext("By when?"))

    def show(self, fact: AskFact) -> None:
        self.put_text("what", fact.what)
        self.whom.data, self.by.data = fact.whom, fact.by

    def stated(self, was: AskFact) -> AskFact:
        # The post belongs to the words that named it.
        post_id = was.post_id if self.whom.typed == was.whom else None
        return AskFact(self.text("what"), self.whom.typed, self.by.day, post_id)


class RestatedWithdrawal(Restated):
    """Why a decision is no longer needed."""

    reason = WordsField(lazy_gettext("Reason"))

    def show(self, fact: Any) -> None:
        self.reason.data = fact.reason

    def stated(self, was: Any) -> Fact:
        return cast(Fact, replace(was, reason=self.reason.typed))
