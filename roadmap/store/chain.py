"""The chain of checksums: each is SHA-256 over the one before and the line, so that no line is altered unseen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as its bytes are kept."""

    milestone_id: int | None
    facet: str
    fact: str


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line as its bytes are kept. The person is a number, so that a name can go and the chain still holds."""

    seq: int
    act: str
    measure_id: int | None
    effective_on: date
    recorded_at: datetime
    author_id: int | None
    entries: tuple[StoredEntry, ...]


def checksum(previous: str, line: StoredLine) -> str:
    """The line's checksum, in hexadecimal; ``previous`` is that of the line before, or empty for the first."""
    return checksum_of(_parts(previous, line))


def checksum_of(parts: Iterable[str]) -> str:
    """One checksum of several texts, in hexadecimal."""
    digest = sha256()
    for part in parts:
        content = part.encode()
        # The length goes first, so that no two different lists can give the same bytes.
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def moment_text(at: datetime) -> str:
    """A moment as it goes into a checksum: in UTC, with microseconds, whatever zone it came in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _parts(previous: str, line: StoredLine) -> Iterator[str]:
    yield previous
    yield str(line.seq)
    yield line.act
    yield "" if line.measure_id is None else str(line.measure_id)
    yield line.effective_on.isoformat()
    yield moment_text(line.recorded_at)
    yield "" if line.author_id is None else str(line.author_id)
    yield str(len(line.entries))
    for entry in line.entries:
        yield "" if entry.milestone_id is None else str(entry.milestone_id)
        yield entry.facet
        yield entry.fact
