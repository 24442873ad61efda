"""Copies of completion documents that come with a report, each in the row of the milestone that is reported done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from roadmap.coordination.brought import FILE, checksum_of, is_too_large, objection_to_file
from roadmap.coordination.desk import Desk
from roadmap.coordination.evidence_keeping import Arrived, Brought, put_down, put_in_before
from roadmap.coordination.forms import ReportForm, milestone_row, reportable
from roadmap.coordination.proposing import field_of
from roadmap.domain.facts import Document, Progress
from roadmap.domain.ledger import Act
from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.reporting import ProposedReport
from roadmap.store.evidence_reading import evidence_of
from roadmap.web.evidence_words import objection_words
from roadmap.web.sessions import reading


@dataclass(frozen=True, slots=True)
class Proof:
    """A file in the row of a milestone. ``done``: the milestone is reported done in the same row."""

    milestone_id: int
    file: FileStorage
    done: bool


def proofs_in(form: ReportForm, measure: MeasureState) -> list[Proof]:
    """The files that came with the form."""
    rows = [(state.milestone.id, milestone_row(form, state.milestone.id)) for state in reportable(measure)]
    return [
        Proof(number, row.document_file.data, row.state.data == Progress.REPORTED_DONE)
        for number, row in rows
        if row.document_file.data
    ]


def any_too_large(proofs: Iterable[Proof]) -> bool:
    """Whether one of them is longer than files may be."""
    return any(is_too_large(proof.file) for proof in proofs)


def proofs_are_fine(form: ReportForm, proofs: Iterable[Proof]) -> bool:
    """Whether all of them can be kept; what speaks against one stands beside its field."""
    found = [objection for proof in proofs if (objection := _objection_to(proof))]
    for objection in found:
        field = field_of(form, objection.field)
        field.errors = [*field.errors, objection_words(objection)]
    return not found


def _objection_to(proof: Proof) -> Objection | None:
    where = f"milestones.{proof.milestone_id}.{FILE}"
    return objection_to_file(proof.file, where) if proof.done else Objection(where, "not_done")


def brought_with(proposed: ProposedReport, proofs: Iterable[Proof]) -> list[Brought]:
    """The documents that a report without objections names, with their files."""
    rows = {row.milestone_id: row for row in proposed.milestones}
    return [
        Brought(
            Document(row.document_number, row.document_on, "", row.document_address), proof.milestone_id, proof.file
        )
        for proof in proofs
        if (row := rows[proof.milestone_id]).document_on
    ]


def put_beside_report(session: Session, desk: Desk, arrived: Iterable[Arrived]) -> None:
    """Puts the documents into the record after the report, but for those that its author put in before."""
    for each in arrived:
        if put_in_before(session, desk, each) is None:
            put_down(session, desk, Act.REPORT, each)


def left_out(desk: Desk, proofs: Sequence[Proof]) -> bool:
    """Whether the record lacks one of the files, as it does if a report was sent before without it."""
    if not proofs:
        return False
    known = {each.entry.fact.sha256 for each in evidence_of(reading(), desk.measure.measure.id, desk.day)}
    return any(checksum_of(proof.file) not in known for proof in proofs)
