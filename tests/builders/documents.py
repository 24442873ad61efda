"""Documents with files in a measure's record, put there past the pages."""

from datetime import UTC, date, datetime
from io import BytesIO

from flask import Flask
from sqlalchemy.orm import Session

from roadmap.domain.facts import Document, EvidenceFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.store.evidence import add_file
from roadmap.store.evidence_folder import EvidenceFolder
from roadmap.store.ledger import append
from tests.builders.files import PDF


def folder_of(app: Flask) -> EvidenceFolder:
    """Where an application keeps its files."""
    found: EvidenceFolder = app.extensions["roadmap.evidence"]
    return found


def document_in(
    session: Session,
    folder: EvidenceFolder,
    roadmap_id: int,
    measure_id: int,
    by: int,
    content: bytes = PDF,
    *,
    number: str = "17",
    milestone_id: int | None = None,
    at: datetime | None = None,
) -> int:
    """Puts a file and its line in; answers the line's number."""
    at = at or datetime.now(UTC)
    received = folder.receive(BytesIO(content))
    document = Document(number, date(2026, 11, 2), "Order")
    fact = EvidenceFact(document, received.number, "order.pdf", "application/pdf", received.size, received.sha256)
    seq = append(
        session,
        roadmap_id=roadmap_id,
        measure_id=measure_id,
        act=Act.REPORT,
        statements=[Statement(Facet.EVIDENCE, fact, milestone_id)],
        effective_on=at.date(),
        recorded_at=at,
        author_id=by,
    )
    add_file(session, fact, roadmap_id=roadmap_id, measure_id=measure_id, by=by, at=at, line_seq=seq)
    return seq
