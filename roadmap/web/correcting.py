"""The page on which a line is corrected: the line as it was, pre-filled, and the further line it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from flask import render_template, request
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import Field, FormField, StringField, TextAreaField

from roadmap.domain.corrections import (
    correction_of,
    objections_to_correction,
    obstacle_to,
    statements_in,
)
from roadmap.domain.ledger import Line, Statement
from roadmap.domain.measures import MeasureState
from roadmap.domain.plan import Roadmap
from roadmap.domain.restated import Restating, objections_to_leaving_out, objections_to_statement
from roadmap.store.ledger import MovedOn, append, last_line_of
from roadmap.store.ledger_reading import lines_of
from roadmap.store.people import persons_by_id
from roadmap.store.portfolio import measure_on
from roadmap.web.correction_words import too_long, words_against
from roadmap.web.fields import DayField, LastSeenField, WordsField
from roadmap.web.forms import Form
from roadmap.web.locale import words
from roadmap.web.operations import operation
from roadmap.web.restated_decisions import FORMS
from roadmap.web.restating import Restated
from roadmap.web.roadmaps import address
from roadmap.web.sessions import now, reading, today, writing

Answer = str | Response | tuple[str, int]
_LONGEST_TEXT, _LONGEST_LINE = 2000, 300


class CorrectionForm(Form):
    """A correction, but for the entries of its line, which ``_form_for`` adds."""

    reason = WordsField(lazy_gettext("What was wrong with this line?"))
    effective_on = DayField(lazy_gettext("The day it speaks about"))
    last_seen = LastSeenField("")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A line that somebody wants to correct, all lines about its measure, and the measure as it stands today."""

    roadmap: Roadmap
    measure: MeasureState
    line: Line
    lines: list[Line]
    last_line: int
    author_id: int

    @property
    def said(self) -> list[Statement]:
        """What the line says."""
        return statements_in(self.line)

    @property
    def href(self) -> str:
        """Where the line stands in the history."""
        return address("oversight.measure", number=self.measure.measure.number, _anchor=f"line-{self.line.seq}")


def corrected_line(roadmap: Roadmap, number: str, seq: int, author_id: int) -> Corrected | None:
    """The line with this number about this measure; ``None`` if there is none."""
    day = today(roadmap.timezone)
    measure = measure_on(reading(), roadmap, number, day)
    if measure is None:
        return None
    lines = lines_of(reading(), measure.measure.id, day, None)
    line = next((each for each in lines if each.seq == seq), None)
    last = last_line_of(reading(), measure.measure.id)
    return Corrected(roadmap, measure, line, lines, last, author_id) if line else None


def correction_page(wrong: Corrected) -> Answer:
    """The form, and writing down what it says; crossed or refused, it is shown again with everything typed."""
    obstacle = obstacle_to(wrong.line, wrong.lines)
    if obstacle:
        status = 200 if request.method == "GET" else 409
        return _page(wrong, None, obstacle=words_against(obstacle)), status
    form = _form_for(wrong)
    if request.method == "GET":
        return _page(wrong, form)
    typed_right = form.validate()
    if form.last_seen.behind(wrong.last_line):
        return _crossed(wrong, form)
    right = _right(wrong, form)
    if not _fine(wrong, form, right) or not typed_right:
        return _page(wrong, form), 422
    try:
        return _written(wrong, form, right)
    except MovedOn:
        fresh = corrected_line(wrong.roadmap, wrong.measure.measure.number, wrong.line.seq, wrong.author_id)
        return _crossed(fresh or wrong, form)


def _form_for(wrong: Corrected) -> CorrectionForm:
    rows = {_row(place): FormField(FORMS[said.facet]) for place, said in enumerate(wrong.said)}
    form = cast(CorrectionForm, type("CorrectionOfLine", (CorrectionForm,), rows)())
    fresh = request.method == "GET"
    for place, said in enumerate(wrong.said):
        entry = _entry(form, place)
        entry.prepare(said.fact)
        if fresh:
            entry.show(said.fact)
    if fresh:
        form.effective_on.data, form.last_seen.data = wrong.line.effective_on, wrong.last_line
    return form


def _row(place: int) -> str:
    return f"entry_{place}"


def _entry(form: CorrectionForm, place: int) -> Restated:
    return cast(Restated, cast(Any, form[_row(place)]).form)


def _right(wrong: Corrected, form: CorrectionForm) -> list[Statement | None]:
    """What is said now in the place of each statement; ``None`` where that is nothing, or not enough to be said."""
    return [_stated(_entry(form, place), said) for place, said in enumerate(wrong.said)]


def _stated(entry: Restated, said: Statement) -> Statement | None:
    if entry.left_out.data or entry.gaps or any(entry.errors.values()):
        return None
    return Statement(said.facet, entry.stated(said.fact), said.milestone_id)


def _fine(wrong: Corrected, form: CorrectionForm, right: list[Statement | None]) -> bool:
    """Whether nothing stands against it; what does stands beside its field."""
    day = today(wrong.roadmap.timezone)
    whole = [each for each in right if each]
    unsaid = any(each is None and not _entry(form, place).left_out.data for place, each in enumerate(right))
    found: list[tuple[Field, str]] = []
    for objection in objections_to_correction(wrong.line, form.reason.typed, form.effective_on.data, whole, day):
        if not (unsaid and objection.code == "nothing_changed"):
            found.append((form[objection.field], words_against(objection)))
    for place, said in enumerate(wrong.said):
        found += _against_entry(wrong, form, place, said, right[place])
    found += [(field, too_long(limit)) for field, limit in _texts(form) if len(field.data or "") > limit]
    for field, sentence in found:
        field.errors = [*field.errors, sentence]
    return not found


def _against_entry(
    wrong: Corrected, form: CorrectionForm, place: int, said: Statement, right: Statement | None
) -> Iterator[tuple[Field, str]]:
    entry = _entry(form, place)
    on, day = form.effective_on.data or wrong.line.effective_on, today(wrong.roadmap.timezone)
    here = Restating(wrong.line, wrong.lines, wrong.measure, on, wrong.author_id, day)
    if entry.left_out.data:
        for objection in objections_to_leaving_out(said, here):
            yield entry.left_out, words_against(objection)
        return
    for name in entry.gaps:
        if not entry[name].errors:
            yield entry[name], gettext("Fill in this field")
    if right is None:
        return
    for objection in objections_to_statement(right, said.fact, here):
        yield _field(entry, objection.field), words_against(objection)


def _field(entry: Restated, name: str) -> Field:
    """The field; of a text in no language, the one in the first of them."""
    return entry[name] if name in entry else entry[f"{name}_kk"]


def _texts(form: CorrectionForm) -> Iterator[tuple[Field, int]]:
    fields = [form.reason, *(field for part in form if isinstance(part, FormField) for field in part.form)]
    for field in fields:
        if isinstance(field, TextAreaField):
            yield field, int(field.description or _LONGEST_TEXT)
        elif isinstance(field, StringField):
            yield field, _LONGEST_LINE


def _written(wrong: Corrected, form: CorrectionForm, right: list[Statement | None]) -> Response:
    with writing() as session:
        mine = operation(session)
        seq = _append(session, wrong, form, [each for each in right if each])
        href = address("oversight.measure", number=wrong.measure.measure.number, _anchor=f"line-{seq}")
        said = gettext("Line %(wrong)s is corrected by line %(number)s", wrong=wrong.line.seq, number=seq)
        mine.finish(session, href, said)
        session.commit()
    return mine.answer()


def _append(session: Session, wrong: Corrected, form: CorrectionForm, right: list[Statement]) -> int:
    return append(
        session,
        roadmap_id=wrong.roadmap.id,
        measure_id=wrong.measure.measure.id,
        act=wrong.line.act,
        statements=correction_of(wrong.line, form.reason.typed, right),
        effective_on=form.effective_on.day,
        recorded_at=now(),
        author_id=wrong.author_id,
        last_seen=form.last_seen.seen,
    )


def _crossed(wrong: Corrected, form: CorrectionForm) -> tuple[str, int]:
    since = sorted((line for line in wrong.lines if line.seq > form.last_seen.seen), key=lambda line: -line.seq)
    form.last_seen.now(wrong.last_line)
    return _page(wrong, form, since=since), 409


def _page(
    wrong: Corrected, form: CorrectionForm | None, *, obstacle: str | None = None, since: list[Line] | None = None
) -> str:
    milestones = {state.milestone.id: state.milestone for state in wrong.measure.milestones}
    authors = {line.author_id for line in [wrong.line, *(since or [])] if line.author_id}
    subjects = [milestones.get(said.milestone_id or 0) for said in wrong.said]
    return render_template(
        "layouts/correction.html",
        wrong=wrong,
        form=form,
        roadmap=wrong.roadmap,
        obstacle=obstacle,
        since=since or [],
        milestones=milestones,
        authors=persons_by_id(reading(), authors),
        entries=[
            (f"{subject.number} {words(subject.title)}" if subject else "", said.facet, _entry(form, place))
            for place, (subject, said) in enumerate(zip(subjects, wrong.said, strict=True))
        ]
        if form
        else [],
    )
