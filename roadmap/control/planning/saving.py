"""The way of every form of the plan: shown, checked, compared with what others wrote meanwhile, and saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.control.planning.fields import values_of
from roadmap.control.planning.here import is_adopted
from roadmap.control.planning.words import put, saved_words
from roadmap.control.subjects import reader_number
from roadmap.domain.objections import Objection
from roadmap.domain.plan_changes import objections_to_amendment
from roadmap.domain.planning import Proposal
from roadmap.store.plan_adding import add
from roadmap.store.plan_kept import Kept, last_amended_on
from roadmap.store.plan_writing import Crossed, Gone, NeedsBasis, Saved, Taken, Writer, save
from roadmap.web.operations import operation
from roadmap.web.roadmaps import address, current_roadmap
from roadmap.web.sessions import now, reading, today, writing

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that reads otherwise in what is kept than in what was typed."""

    label: str
    kept: str
    typed: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows beside its form."""

    form: Any
    adopted: bool
    differences: Sequence[Difference] = ()
    adopted_meanwhile: bool = False


@dataclass
class Sheet:
    """One form about one part. ``make`` gives the form with its lists filled; ``draw`` makes the page.

    ``kept`` is ``None`` for a part that is to be added; ``measure_id`` then names the measure that gets it. ``unique``
    is the field that nothing else may share.
    """

    make: Callable[..., Any]
    draw: Callable[[Shown], str]
    kept: Kept | None
    measure_id: int | None = None
    unique: str = "number"

    def __post_init__(self) -> None:
        self.form = self.make()
        self.adopted = is_adopted(current_roadmap())

    def fresh(self, values: Proposal | None = None) -> str:
        """The form as it is opened; ``values`` are what a new part begins with."""
        shown = self.kept.values if self.kept else values
        if shown is not None:
            self.form.show(shown)
        self.form.version.now(self.kept.version if self.kept else 1)
        self.form.effective_on.data = today(current_roadmap().timezone)
        return self.page()

    def page(self, **beside: Any) -> str:
        """The page around the form."""
        return self.draw(Shown(self.form, self.adopted, **beside))

    def answer(self, proposal: Proposal, objections: Sequence[Objection], done: Callable[[Saved], str]) -> Answer:
        """What a sent form is answered: saved, refused, or crossed. ``done`` says where to go then."""
        typed_right = self.form.validate()
        if self.kept and proposal == self.kept.values:
            flash(gettext("Nothing was changed, so nothing was recorded"), "info")
            return redirect(done(Saved(False, self.kept.part)), 303)
        if self.kept and self.form.version.seen not in (None, self.kept.version):
            return self._crossed(self.kept)
        found = [*objections, *(self._objections_to_amendment() if self.adopted else ())]
        fine = put(self.form, found)
        if self.form.version.seen is None:
            self.form.form_errors = [gettext("This form is not one that can be saved. Open the page again")]
            fine = False
        if not (typed_right and fine):
            return self.page(), 422
        return self._save(proposal, done)

    def _objections_to_amendment(self) -> list[Objection]:
        roadmap = current_roadmap()
        measure_id = self.kept.measure_id if self.kept else self.measure_id
        last = last_amended_on(reading(), roadmap.id, measure_id)
        return objections_to_amendment(self.form.proposed_amendment, today(roadmap.timezone), last)

    def _save(self, proposal: Proposal, done: Callable[[Saved], str]) -> Answer:
        amendment = self.form.proposed_amendment.amendment if self.adopted else None
        writer = Writer(reader_number(), now(), amendment)
        roadmap_id = current_roadmap().id
        try:
            with writing() as session:
                mine = operation(session)
                if self.kept:
                    saved = save(session, roadmap_id, self.kept.part, proposal, self.form.version.seen, writer)
                else:
                    saved = add(session, roadmap_id, self.measure_id, proposal, writer)
                mine.finish(session, done(saved), saved_words(saved.seq))
                session.commit()
        except Crossed as crossed:
            return self._crossed(crossed.now)
        except Taken:
            put(self.form, [Objection(self.unique, "taken")])
            return self.page(), 422
        except NeedsBasis:
            self.adopted = True
            return self.page(adopted_meanwhile=True), 409
        except Gone:
            flash(gettext("It was removed meanwhile, so nothing was saved"), "warning")
            return redirect(address("control.outline"), 303)
        return mine.answer()

    def _crossed(self, kept: Kept) -> Answer:
        theirs = self.make(formdata=None)
        theirs.show(kept.values)
        before, typed = values_of(theirs.own_fields), values_of(self.form.own_fields)
        differing = [
            Difference(label, before.get(label, ""), typed.get(label, ""))
            for label in dict.fromkeys([*before, *typed])
            if before.get(label, "") != typed.get(label, "")
        ]
        self.form.version.now(kept.version)
        return self.page(differences=differing), 409


def wants_another() -> bool:
    """Whether the button "save and add another" was used."""
    return request.form.get("action") == "another"
