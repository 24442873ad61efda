"""Putting documents into the record: first their files, whole and on the disk, then their lines and rows together."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from flask import abort, current_app
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from roadmap.coordination.brought import content_of
from roadmap.coordination.desk import Desk
from roadmap.coordination.evidence_form import EvidenceForm
from roadmap.domain.facts import Document, EvidenceFact
from roadmap.domain.file_kinds import kind_by, shown_name
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.failpoints import reach
from roadmap.store.evidence import add_file, take_turn
from roadmap.store.evidence_folder import NoRoom, Received
from roadmap.store.evidence_reading import evidence_of
from roadmap.store.ledger import append
from roadmap.web.operations import operation
from roadmap.web.sessions import end_reading, now, writing
from roadmap.web.uploads import DiskFull, evidence_folder


@dataclass(frozen=True, slots=True)
class Brought:
    """A document that is to be put into the record, with its file if there is one."""

    document: Document
    milestone_id: int | None
    file: FileStorage | None = None


@dataclass(slots=True)
class Arrived:
    """A document whose file is on the disk already. ``kept``: a line speaks of this very file."""

    fact: EvidenceFact
    milestone_id: int | None
    kept: bool = False


@contextmanager
def on_the_disk(brought: Iterable[Brought]) -> Iterator[list[Arrived]]:
    """The documents with their files taken over; in the end those of which no line speaks are taken out again."""
    arrived: list[Arrived] = []
    try:
        for each in brought:
            arrived.append(Arrived(_fact(each), each.milestone_id))
        reach("upload_after_write_before_row")
        yield arrived
    except BaseException:
        for one in arrived:
            _drop(one)
        raise
    for one in arrived:
        if not one.kept:
            _drop(one)


def put_in(desk: Desk, form: EvidenceForm, act: Act, milestone_id: int | None, location: str) -> Response:
    """Keeps the file, writes the line, and leads to ``location``.

    The same document put in again by the same person is put in once; so is a form that is sent twice.
    """
    brought = Brought(form.proposed.document, milestone_id, form.file.data if form.has_file else None)
    with on_the_disk([brought]) as (arrived,), writing() as session:
        mine = operation(session)
        take_turn(session, desk.roadmap.id)
        already = put_in_before(session, desk, arrived)
        if already:
            words = gettext("You have put this document in before: line %(seq)s", seq=already)
            mine.finish(session, location, words, "info")
        else:
            seq = put_down(session, desk, act, arrived)
            mine.finish(session, location, gettext("The document is in the record as line %(seq)s", seq=seq))
        session.commit()
    return mine.answer()


def put_in_before(session: Session, desk: Desk, arrived: Arrived) -> int | None:
    """The line by which the same person put the same document in, with the same file."""
    wanted = (desk.author.id, arrived.milestone_id, arrived.fact.document, arrived.fact.sha256)
    for known in evidence_of(session, desk.measure.measure.id, desk.day):
        entry = known.entry
        same = (entry.author_id, entry.milestone_id, entry.fact.document, entry.fact.sha256) == wanted
        if same and known.removed is None:
            return entry.seq
    return None


def put_down(session: Session, desk: Desk, act: Act, arrived: Arrived) -> int:
    """Writes the line and the file's row; answers the number of the line."""
    fact = arrived.fact
    seq = append(
        session,
        roadmap_id=desk.roadmap.id,
        measure_id=desk.measure.measure.id,
        act=act,
        statements=[Statement(Facet.EVIDENCE, fact, arrived.milestone_id)],
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
    arrived.kept = True
    reach("upload_after_row")
    return seq


def _fact(brought: Brought) -> EvidenceFact:
    name = shown_name(brought.file.filename or "") if brought.file else ""
    kind = kind_by(name)
    if brought.file is None or kind is None:
        return EvidenceFact(brought.document)
    received = _received(brought.file)
    return EvidenceFact(brought.document, received.number, name, kind.media_type, received.size, received.sha256)


def _received(file: FileStorage) -> Received:
    end_reading()
    try:
        return evidence_folder().receive(content_of(file))
    except NoRoom as full:
        current_app.logger.error("no room for a file of evidence in %s", full)
        raise DiskFull from None
    except OSError as error:
        current_app.logger.error("a file of evidence could not be kept: %s", error)
        abort(503)


def _drop(arrived: Arrived) -> None:
    if arrived.fact.file:
        # What cannot be taken out now the next sweeping takes out.
        with suppress(OSError):
            evidence_folder().remove(arrived.fact.file)
