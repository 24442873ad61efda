"""Holding the files against the ledger, and taking out those that belong to nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.facts import EvidenceFact
from roadmap.domain.ledger import Facet
from roadmap.store.evidence import FileOfLine, all_files
from roadmap.store.evidence_folder import EvidenceFolder, Found, checksum_of
from roadmap.store.facts import load
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import RoadmapRow

ORPHANS_KEPT = timedelta(hours=24)
"""Far longer than any upload takes: what is younger may still get its line."""


class Flaw(StrEnum):
    """What can be wrong with a file."""

    MISSING = "missing"
    CHANGED = "changed"
    UNRECORDED = "unrecorded"
    DISAGREES = "disagrees"
    LEFT_OVER = "left over"
    ORPHANED = "orphaned"


HARMLESS = frozenset((Flaw.ORPHANED, Flaw.LEFT_OVER))
"""What an interrupted upload or removal leaves behind; the next sweeping takes it away."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw: the file's number, and where known the road map's short name and the line that speaks of the file."""

    flaw: Flaw
    number: str
    roadmap: str = ""
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """How many files were looked at, and everything that does not fit."""

    files: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether every file that the ledger speaks of is there and unchanged."""
        return all(finding.flaw in HARMLESS for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a line says of a file: the road map's short name, the line, the fact."""

    roadmap: str
    seq: int
    fact: EvidenceFact


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says of files, by their numbers: the ledger, and the rows beside it."""

    spoken: Mapping[str, Spoken]
    rows: Mapping[str, FileOfLine]


def known_files(session: Session) -> Known:
    """Everything that the database says of files, in two queries."""
    query = (
        select(RoadmapRow.slug, EntryRow.seq, EntryRow.fact)
        .join(LineRow, LineRow.id == EntryRow.line_id)
        .join(RoadmapRow, RoadmapRow.id == LineRow.roadmap_id)
        .where(EntryRow.facet == Facet.EVIDENCE.value)
        .order_by(RoadmapRow.id, EntryRow.seq)
    )
    facts = [Spoken(row.slug, row.seq, load(Facet.EVIDENCE, row.fact)) for row in session.execute(query)]
    # A line that corrects another one speaks of the same file; the row beside the ledger names the first.
    return Known({each.fact.file: each for each in reversed(facts) if each.fact.file}, all_files(session))


def verify(known: Known, folder: EvidenceFolder) -> Verification:
    """Reads every file whole and compares it with what the ledger says; takes long, so let no transaction wait."""
    held = {found.number for found in folder.files() if not found.incoming}
    stray = {found.number for found in folder.files() if found.incoming}
    findings = [
        finding for each in known.spoken.values() for finding in _of_line(each, known.rows.get(each.fact.file), folder)
    ]
    findings += [Finding(Flaw.UNRECORDED, number) for number in known.rows if number not in known.spoken]
    findings += [Finding(Flaw.ORPHANED, number) for number in sorted((held - known.rows.keys()) | stray)]
    return Verification(len(known.spoken), tuple(findings))


def _of_line(spoken: Spoken, row: FileOfLine | None, folder: EvidenceFolder) -> Iterator[Finding]:
    fact, where = spoken.fact, (spoken.roadmap, spoken.seq)
    if row is None or (row.name, row.kind, row.size, row.sha256, row.line_seq) != (
        *(fact.name, fact.kind, fact.size, fact.sha256),
        spoken.seq,
    ):
        yield Finding(Flaw.DISAGREES, fact.file, *where)
    removed = row is not None and row.removed_seq is not None
    try:
        with folder.open(fact.file) as file:
            same = checksum_of(file) == (fact.size, fact.sha256)
    except OSError:
        if not removed:
            yield Finding(Flaw.MISSING, fact.file, *where)
        return
    if removed:
        yield Finding(Flaw.LEFT_OVER, fact.file, *where)
    elif not same:
        yield Finding(Flaw.CHANGED, fact.file, *where)


def sweep(folder: EvidenceFolder, found: Iterable[Found], rows: Mapping[str, FileOfLine], at: datetime) -> int:
    """Takes out files that no row speaks of and that are older than a day, and those that were to be removed.

    The files must have been ``found`` before the ``rows`` were read, so that no row of theirs is missed. Answers how
    many were taken out. Doing it again changes nothing, so any number of clocks may.
    """
    taken_out = 0
    for each in found:
        row = rows.get(each.number)
        orphaned = row is None and each.written_at < at - ORPHANS_KEPT
        decided = row is not None and (row.removed_seq is not None or each.incoming)
        if orphaned or decided:
            folder.remove(each.number, incoming=each.incoming)
            taken_out += 1
    return taken_out
