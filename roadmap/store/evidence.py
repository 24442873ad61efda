"""Files of evidence: what is kept beside the ledger's lines. Their numbers, names and checksums stand in the ledger."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


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
