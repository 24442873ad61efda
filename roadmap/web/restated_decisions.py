"""The forms in which what was decided is said anew, and which form belongs to which entry."""

from dataclasses import replace
from typing import Any, cast

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # The stubs are older.

from roadmap.domain.days import within_calendar
from roadmap.domain.deadlines import deadline_of
from roadmap.domain.facts import AmendmentFact, DeadlineFact, Fact, OwnerFact, RefusalFact, Verdict, VerdictFact
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.plan import DeadlineKind
from roadmap.store.people import posts_by_id
from roadmap.web.around import persons_to_choose
from roadmap.web.fields import ChoiceOfOne, DayField, LineField, WordsField
from roadmap.web.locale import words
from roadmap.web.restated_plan import RestatedAdoption, RestatedEvidence, amendment_form
from roadmap.web.restating import (
    Restated,
    RestatedAsk,
    RestatedExtension,
    RestatedProgress,
    RestatedReport,
    RestatedWithdrawal,
)
from roadmap.web.sessions import reading
from roadmap.web.status_words import VERDICTS_TAKEN

_BY_A_DAY = frozenset(
    {DeadlineKind.DAY, DeadlineKind.MONTH, DeadlineKind.QUARTER, DeadlineKind.HALF_YEAR, DeadlineKind.YEAR}
)


class RestatedAnswer(Restated):
    """The decision that answers."""

    text_ = WordsField(lazy_gettext("The decision: what, by whom, by which document"), name="text")

    def show(self, fact: Any) -> None:
        self.text_.data = fact.text

    def stated(self, was: Any) -> Fact:
        return cast(Fact, replace(was, text=self.text_.typed))


class WithBasis(Restated):
    """What rests on a document."""

    pairs = (("basis_number", "basis_date"),)
    reason = WordsField(lazy_gettext("Reason"))
    basis_number = LineField(lazy_gettext("Number of the basis document"))
    basis_date = DayField(lazy_gettext("Date of the basis document"))


class RestatedVerdict(WithBasis):
    """A verdict."""

    verdict = SelectField(
        lazy_gettext("Decision"), choices=[SelectChoice(each.value, VERDICTS_TAKEN[each]) for each in Verdict]
    )

    def show(self, fact: VerdictFact) -> None:
        self.verdict.data, self.reason.data = fact.verdict.value, fact.reason
        self.put_document(fact.basis)

    def stated(self, was: VerdictFact) -> VerdictFact:
        return VerdictFact(Verdict(self.verdict.data), self.reason.typed, self.document(was.basis))


class RestatedRefusal(WithBasis):
    """That an extension was refused."""

    decided_by = LineField(lazy_gettext("Decision taken by"))

    def show(self, fact: RefusalFact) -> None:
        self.reason.data, self.decided_by.data = fact.reason, fact.decided_by
        self.put_document(fact.basis)

    def stated(self, was: RefusalFact) -> RefusalFact:
        return replace(was, reason=self.reason.typed, decided_by=self.decided_by.typed, basis=self.document(was.basis))


class RestatedDeadline(WithBasis):
    """An approved date. Its notation stays; a day, or a period by a day in it, can be another one."""

    on = DayField(lazy_gettext("Approved date"))
    decided_by = LineField(lazy_gettext("Decision taken by"))

    def prepare(self, fact: DeadlineFact) -> None:
        if fact.deadline.kind not in _BY_A_DAY:
            del self.on
        else:
            self.needed = ("on",)

    def show(self, fact: DeadlineFact) -> None:
        if "on" in self:
            self.on.data = fact.deadline.on
        self.reason.data, self.decided_by.data = fact.reason, fact.decided_by
        self.put_document(fact.basis)

    def stated(self, was: DeadlineFact) -> DeadlineFact:
        deadline = was.deadline
        if "on" in self and self.on.day != deadline.on:
            # A day that no calendar has is refused; until then it is only kept.
            meant = within_calendar(self.on.day)
            deadline = deadline_of(deadline.kind, self.on.day) if meant else replace(deadline, on=self.on.day)
        return replace(
            was,
            deadline=deadline,
            basis=self.document(was.basis),
            decided_by=self.decided_by.typed,
            reason=self.reason.typed,
        )


class RestatedOwner(Restated):
    """Who answers."""

    post = ChoiceOfOne(lazy_gettext("Post"))
    person = ChoiceOfOne(lazy_gettext("Responsible person"))
    contact = ChoiceOfOne(lazy_gettext("Working contact"))

    def prepare(self, fact: OwnerFact) -> None:
        posts = [(number, words(post.title)) for number, post in posts_by_id(reading()).items()]
        people = [(each.id, each.name) for each in persons_to_choose((fact.person_id, fact.contact_id))]
        for field, choices in ((self.post, posts), (self.person, people), (self.contact, people)):
            field.offer(gettext("Not assigned"), sorted(choices, key=lambda choice: choice[1]))

    def show(self, fact: OwnerFact) -> None:
        self.post.data, self.person.data, self.contact.data = fact.post_id, fact.person_id, fact.contact_id

    def stated(self, was: OwnerFact) -> OwnerFact:
        return OwnerFact(self.post.data, self.person.data, self.contact.data)


def form_for(said: Statement) -> type[Restated]:
    """The form for an entry; an amendment has one of its own, made from the fields that it changed."""
    return amendment_form(said.fact) if isinstance(said.fact, AmendmentFact) else _FORMS[said.facet]


_FORMS: dict[Facet, type[Restated]] = {
    Facet.REPORT: RestatedReport,
    Facet.PROGRESS: RestatedProgress,
    Facet.EXTENSION: RestatedExtension,
    Facet.ASK: RestatedAsk,
    Facet.WITHDRAWAL: RestatedWithdrawal,
    Facet.ANSWER: RestatedAnswer,
    Facet.VERDICT: RestatedVerdict,
    Facet.REFUSAL: RestatedRefusal,
    Facet.DEADLINE: RestatedDeadline,
    Facet.OWNER: RestatedOwner,
    Facet.ADOPTION: RestatedAdoption,
    Facet.EVIDENCE: RestatedEvidence,
}
