"""Putting a document into the record: first the file, whole and on the disk, then its line and its row together."""

from contextlib import suppress

from flask import abort, current_app
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from roadmap.coordination.evidence_form import EvidenceForm
from roadmap.coordination.report import Desk
from roadmap.domain.facts import EvidenceFact
from roadmap.domain.file_kinds import kind_by
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.failpoints import reach
from roadmap.store.evidence import add_file, take_turn
from roadmap.store.evidence_folder import NoRoom, Received
from roadmap.store.evidence_reading import evidence_of
from roadmap.store.ledger import append
from roadmap.web.operations import operation
from roadmap.web.sessions import end_reading, now, writing
from roadmap.web.uploads import DiskFull, evidence_folder


def put_in(desk: Desk, form: EvidenceForm, act: Act, milestone_id: int | None, location: str) -> Response:
    """Keeps the file, writes the line, and leads to ``location``.

    The same document put in again by the same person is put in once; so is a form that is sent twice.
    """
    received = _received(form) if form.has_file else None
    fact = _fact(form, received)
    reach("upload_after_write_before_row")
    try:
        with writing() as session:
            mine = operation(session)
            take_turn(session, desk.roadmap.id)
            already = _put_in_before(session, desk, fact, milestone_id)
            if already:
                mine.finish(session, location, _put_in_before_words(already), "info")
            else:
                mine.finish(session, location, _put_in_words(_write(session, desk, act, fact, milestone_id)))
            session.commit()
    except BaseException:
        _drop(received)
        raise
    if already:
        _drop(received)
    return mine.answer()


def _put_in_words(seq: int) -> str:
    return gettext("The document is in the record as line %(seq)s", seq=seq)


def _put_in_before_words(seq: int) -> str:
    return gettext("You have put this document in before: line %(seq)s", seq=seq)


def _received(form: EvidenceForm) -> Received:
    end_reading()
    try:
        return evidence_folder().receive(form.stream)
    except NoRoom as full:
        current_app.logger.error("no room for a file of evidence in %s", full)
        raise DiskFull from None
    except OSError as error:
        current_app.logger.error("a file of evidence could not be kept: %s", error)
        abort(503)


def _drop(received: Received | None) -> None:
    if received is not None:
        # What cannot be taken out now the next sweeping takes out.
        with suppress(OSError):
            evidence_folder().remove(received.number)


def _fact(form: EvidenceForm, received: Received | None) -> EvidenceFact:
    document = form.proposed.document
    kind = kind_by(form.file_name) if received else None
    if received is None or kind is None:
        return EvidenceFact(document)
    return EvidenceFact(document, received.number, form.file_name, kind.media_type, received.size, received.sha256)


def _put_in_before(session: Session, desk: Desk, fact: EvidenceFact, milestone_id: int | None) -> int | None:
    wanted = (desk.author.id, milestone_id, fact.document, fact.sha256)
    for known in evidence_of(session, desk.measure.measure.id, desk.day):
        entry = known.entry
        same = (entry.author_id, entry.milestone_id, entry.fact.document, entry.fact.sha256) == wanted
        if same and known.removed is None:
            return entry.seq
    return None


def _write(session: Session, desk: Desk, act: Act, fact: EvidenceFact, milestone_id: int | None) -> int:
    seq = append(
        session,
        roadmap_id=desk.roadmap.id,
        measure_id=desk.measure.measure.id,
        act=act,
        statements=[Statement(Facet.EVIDENCE, fact, milestone_id)],
        effective_on=desk.day,
        recorded_at=now(),
        author_id=desk.author.id,
    )
    if fact.file:
        add_file(
            session,
            fact,
            roadmap_id=desk.roadmap.id,
            measure_id=desk.measure.measure.id,
            by=desk.author.id,
            at=now(),
            line_seq=seq,
        )
    reach("upload_after_row")
    return seq
