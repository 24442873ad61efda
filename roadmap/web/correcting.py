"""The page on which a line is corrected: the line as it was, pre-filled, and the further line it becomes."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from flask import render_template, request
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import Field, FormField, StringField, TextAreaField

from roadmap.domain.corrections import Wrong, correction_of, objections_to_correction, obstacle_to
from roadmap.domain.ledger import Line, Statement
from roadmap.domain.objections import Objection
from roadmap.domain.restated import Restating, objections_to_leaving_out, objections_to_statement
from roadmap.store.ledger import MovedOn, append
from roadmap.store.people import persons_by_id
from roadmap.store.plan_correcting import follow_correction, speaks_of_plan
from roadmap.store.plan_writing import Taken, Writer, hold
from roadmap.web.corrected import Corrected, corrected_line
from roadmap.web.correction_words import too_long, words_against
from roadmap.web.fields import DayField, LastSeenField, WordsField
from roadmap.web.forms import Form
from roadmap.web.locale import words
from roadmap.web.operations import operation
from roadmap.web.restated_decisions import form_for
from roadmap.web.restating import Restated
from roadmap.web.sessions import now, reading, today, writing

Answer = str | Response | tuple[str, int]
_LONGEST_TEXT, _LONGEST_LINE = 2000, 300


class CorrectionForm(Form):
    """A correction, but for the entries of its line, which ``_form_for`` adds."""

    reason = WordsField(lazy_gettext("What was wrong with this line?"))
    effective_on = DayField(lazy_gettext("The day it speaks about"))
    last_seen = LastSeenField("")


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
        return _crossed(_afresh(wrong), form)
    except Taken:
        return _page(_afresh(wrong), form, obstacle=words_against(Objection("line", Wrong.NUMBER_TAKEN))), 409


def _afresh(wrong: Corrected) -> Corrected:
    number = wrong.measure.measure.number if wrong.measure else None
    return corrected_line(wrong.roadmap, number, wrong.line.seq, wrong.author_id) or wrong


def _form_for(wrong: Corrected) -> CorrectionForm:
    rows = {_row(place): FormField(form_for(said)) for place, said in enumerate(wrong.said)}
    form = cast(CorrectionForm, type("CorrectionOfLine", (CorrectionForm,), rows)())
    fresh = request.method == "GET"
    for place, said in enumerate(wrong.said):
        entry = _entry(form, place)
        entry.prepare(said.fact)
        if fresh:
            entry.show(said.fact)
    if fresh:
        form.effective_on.data, form.last_seen.data = wrong.line.effective_on, wrong.last_line
    if wrong.is_adoption:
        del form.effective_on
    return form


def _day_field(wrong: Corrected, form: CorrectionForm) -> Field:
    """The field with the day that the correction speaks about."""
    return _entry(form, 0)["dated_on"] if wrong.is_adoption else form.effective_on


def _spoken_day(wrong: Corrected, form: CorrectionForm) -> date | None:
    return cast(date | None, _day_field(wrong, form).data)


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
    whole = wrong.whole([each for each in right if each])
    unsaid = any(each is None and not _entry(form, place).left_out.data for place, each in enumerate(right))
    found: list[tuple[Field, str]] = []
    for objection in objections_to_correction(wrong.line, form.reason.typed, _spoken_day(wrong, form), whole, day):
        if not (unsaid and objection.code == "nothing_changed"):
            field = _day_field(wrong, form) if objection.field == "effective_on" else form[objection.field]
            found.append((field, words_against(objection)))
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
    on, day = _spoken_day(wrong, form) or wrong.line.effective_on, today(wrong.roadmap.timezone)
    here = Restating(wrong.line, wrong.lines, wrong.measure, on, wrong.author_id, day, wrong.plan)
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
        field = form.effective_on if objection.field == "effective_on" else _field(entry, objection.field)
        yield field, words_against(objection)


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
        said = gettext("Line %(wrong)s is corrected by line %(number)s", wrong=wrong.line.seq, number=seq)
        mine.finish(session, wrong.history(seq), said)
        session.commit()
    return mine.answer()


def _append(session: Session, wrong: Corrected, form: CorrectionForm, right: list[Statement]) -> int:
    said, at = wrong.whole(right), now()
    if speaks_of_plan(wrong.line):
        hold(session, wrong.roadmap.id)
    seq = append(
        session,
        roadmap_id=wrong.roadmap.id,
        measure_id=wrong.line.measure_id,
        act=wrong.line.act,
        statements=correction_of(wrong.line, form.reason.typed, said),
        effective_on=_day_field(wrong, form).day,  # type: ignore[attr-defined]  # A field for a day.
        recorded_at=at,
        author_id=wrong.author_id,
        last_seen=form.last_seen.seen,
    )
    if speaks_of_plan(wrong.line):
        writer = Writer(wrong.author_id, at)
        follow_correction(session, wrong.roadmap.id, wrong.line, said, form.reason.typed, writer)
    return seq


def _crossed(wrong: Corrected, form: CorrectionForm) -> tuple[str, int]:
    since = sorted((line for line in wrong.lines if line.seq > form.last_seen.seen), key=lambda line: -line.seq)
    form.last_seen.now(wrong.last_line)
    return _page(wrong, form, since=since), 409


def _page(
    wrong: Corrected, form: CorrectionForm | None, *, obstacle: str | None = None, since: list[Line] | None = None
) -> str:
    states = wrong.measure.milestones if wrong.measure else ()
    milestones = {state.milestone.id: state.milestone for state in states}
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
