"""What becomes of a form that was sent: refused, crossed with somebody else's line, or written down."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from flask import request
from sqlalchemy.orm import Session

from roadmap.access.report_links import PURPOSE
from roadmap.coordination.asked_posts import known_post
from roadmap.coordination.brief import is_told, statements_in
from roadmap.coordination.desk import Desk
from roadmap.coordination.evidence_keeping import Brought, on_the_disk
from roadmap.coordination.filling import completed
from roadmap.coordination.forms import ReportForm, as_typed, form_for
from roadmap.coordination.proofs import proofs_are_fine, proofs_in, put_beside_report
from roadmap.coordination.proposing import proposed_in, show_objections
from roadmap.domain.given import GivenPart, given_in, given_part
from roadmap.domain.ledger import Act, Line
from roadmap.domain.measures import MeasureState
from roadmap.domain.report_objections import objections_to
from roadmap.domain.reporting import ProposedReport, statements_of
from roadmap.store.drafts import Draft, drop_draft, keep_draft
from roadmap.store.ledger import append
from roadmap.store.ledger_reading import lines_of
from roadmap.store.links import spend
from roadmap.store.portfolio import measure_on
from roadmap.store.receipts import recorded_at_of
from roadmap.web.operations import Operation, operation
from roadmap.web.sessions import now, reading, writing

_BEFORE_EVERYTHING = datetime(1, 1, 1, tzinfo=UTC)


class LinkSpent(Exception):
    """The link in the mail has been used up meanwhile, and nothing was written."""


def form_sent(desk: Desk, typed: dict[str, str]) -> ReportForm:
    """The form as it was sent, with the files that came with it."""
    return form_for(desk.measure, completed(typed, desk.measure), files=request.files)


def seen_in(form: ReportForm, desk: Desk) -> int | None:
    """The last line that the author had before him; ``None`` if the form does not say, or names one to come."""
    typed = form.last_seen.data or ""
    seen = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
    return None if seen is None or seen > desk.last_line else seen


def checked(form: ReportForm, desk: Desk) -> ProposedReport | None:
    """The report in the form if it may be written; otherwise ``None``, and the form says why beside its fields."""
    readable = form.validate() and (isinstance(desk.measure, GivenPart) or known_post(form.ask_post))
    proposed = proposed_in(form, desk.measure)
    objections = objections_to(proposed, desk.measure, desk.day)
    show_objections(form, objections)
    fine = proofs_are_fine(form, proofs_in(form, desk.measure))
    return proposed if readable and fine and not objections else None


def written(
    desk: Desk, proposed: ProposedReport, seen: int, receipt: Callable[[int], str], brought: Iterable[Brought] = ()
) -> Operation:
    """Writes the report down; ``MovedOn`` if somebody wrote meanwhile. ``receipt`` is where the new line is shown.

    The documents that were brought with it are put into the record by the same act, or none of it is written.
    The link it came by is spent with it or not at all; ``LinkSpent`` if that was done before.
    """
    statements = statements_of(proposed, desk.measure)
    effective_on = proposed.effective_on or desk.day
    with on_the_disk(brought) as arrived, writing() as session:
        mine = operation(session)
        seq = append(
            session,
            roadmap_id=desk.roadmap.id,
            measure_id=desk.measure.measure.id,
            act=Act.REPORT,
            statements=statements,
            effective_on=effective_on,
            recorded_at=now(),
            author_id=desk.author.id,
            last_seen=seen,
        )
        put_beside_report(session, desk, arrived)
        _spend_link(session, desk, seq)
        drop_draft(session, desk.author.id, desk.measure.measure.id)
        mine.finish(session, receipt(seq))
        session.commit()
    return mine


def _spend_link(session: Session, desk: Desk, seq: int) -> None:
    if desk.link is None:
        return
    about = desk.link.link
    if not spend(session, desk.link.key, PURPOSE, about.person_id, about.roadmap_id, seq, now()):
        raise LinkSpent


def keep(desk: Desk, form: ReportForm) -> None:
    """Keeps what was typed until it is sent."""
    with writing() as session:
        keep_draft(session, desk.author.id, desk.measure.measure.id, Draft(as_typed(form), now()))
        session.commit()


def throw_away(desk: Desk) -> None:
    """Forgets what was kept."""
    with writing() as session:
        drop_draft(session, desk.author.id, desk.measure.measure.id)
        session.commit()


def measure_seen(desk: Desk, seen: int) -> MeasureState:
    """The measure as its author had it before him: as known when the last line he saw was written."""
    known_at = recorded_at_of(reading(), desk.measure.measure.id, seen) if seen else _BEFORE_EVERYTHING
    if known_at is None:
        return desk.measure
    before = measure_on(reading(), desk.roadmap, desk.measure.measure.number, desk.day, known_at)
    return given_part(before, given_in(desk.measure)) if before else desk.measure


def lines_since(desk: Desk, seen: int) -> list[Line]:
    """What was written about the measure after that line, the earliest first."""
    lines = lines_of(reading(), desk.measure.measure.id, desk.day, None)
    return sorted((line for line in lines if line.seq > seen), key=lambda line: line.seq)


def sent_already(desk: Desk, typed: dict[str, str], before: MeasureState, since: Sequence[Line]) -> int | None:
    """The number of the same report by the same author, if it was sent twice; a double press is no second report."""
    proposed = proposed_in(form_for(before, completed(typed, before)), before)
    if (proposed.confidence is None and not proposed.of_given) or not since:
        return None
    first = since[0]
    by_author = first.author_id == desk.author.id and first.effective_on == proposed.effective_on
    same = by_author and is_told(first) and statements_in(first) == statements_of(proposed, before)
    return first.seq if same else None
