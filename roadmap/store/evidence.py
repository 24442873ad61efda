"""Files of evidence: what is kept beside the ledger's lines. Their numbers, names and checksums stand in the ledger."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.facts import EvidenceFact
from roadmap.store.base import Row
from roadmap.store.plan import RoadmapRow


class EvidenceFileRow(Row):
    """A file under its generated number. ``line_seq`` is empty until a line of the ledger speaks of it."""

    __tablename__ = "evidence_file"
    id: Mapped[str] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"), index=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    uploaded_at: Mapped[datetime]
    line_seq: Mapped[int | None]
    # The line of the decision to keep the file no longer; the row and the checksum stay.
    removed_seq: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class FileOfLine:
    """Which file belongs to which line, and since which line it is no longer kept."""

    number: str
    roadmap_id: int
    line_seq: int | None
    removed_seq: int | None
    name: str
    kind: str
    size: int
    sha256: str


def take_turn(session: Session, roadmap_id: int) -> None:
    """Waits until nobody else writes to this ledger, so that what is looked up from here on stays true."""
    session.execute(select(RoadmapRow.id).where(RoadmapRow.id == roadmap_id).with_for_update())


def add_file(
    session: Session, fact: EvidenceFact, *, roadmap_id: int, measure_id: int, by: int, at: datetime, line_seq: int
) -> None:
    """Writes down the file that a line speaks of, in the line's own transaction."""
    session.add(
        EvidenceFileRow(
            id=fact.file,
            roadmap_id=roadmap_id,
            measure_id=measure_id,
            name=fact.name,
            kind=fact.kind,
            size=fact.size,
            sha256=fact.sha256,
            uploaded_by=by,
            uploaded_at=at,
            line_seq=line_seq,
        )
    )
    session.flush()


def mark_removed(session: Session, number: str, removed_seq: int) -> bool:
    """Notes the decision beside the file; ``False`` if there was one already."""
    found = session.execute(
        update(EvidenceFileRow)
        .where(EvidenceFileRow.id == number, EvidenceFileRow.removed_seq.is_(None))
        .values(removed_seq=removed_seq)
        .returning(EvidenceFileRow.id)
    )
    return found.first() is not None


def all_files(session: Session) -> dict[str, FileOfLine]:
    """Every file that was ever written down, by its number."""
    columns = (
        EvidenceFileRow.id,
        EvidenceFileRow.roadmap_id,
        EvidenceFileRow.line_seq,
        EvidenceFileRow.removed_seq,
        EvidenceFileRow.name,
        EvidenceFileRow.kind,
        EvidenceFileRow.size,
        EvidenceFileRow.sha256,
    )
    return {row.id: FileOfLine(*row) for row in session.execute(select(*columns))}
