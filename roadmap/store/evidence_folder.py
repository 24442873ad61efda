"""The folder in which files of evidence are kept, under generated numbers, outside of everything that is served."""

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
"""What the system says when there is no room left, on the disk or for this user."""

_NUMBER = re.compile(r"[0-9a-f]{32}")
_INCOMING = "incoming"
_CHUNK = 1024 * 1024


class NoRoom(Exception):
    """The disk took no more. Nothing of the file was kept."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that is safely on the disk and that no row speaks of yet."""

    number: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file in the folder: its number, whether it is still on its way in, and when it was last written to."""

    number: str
    incoming: bool
    written_at: datetime


class EvidenceFolder:
    """One folder. A file is first whole and on the disk, and only then under its number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._incoming = path / _INCOMING

    def prepare(self) -> None:
        """Makes the folder and writes into it once; ``OSError`` if it cannot be used."""
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = self._incoming / f"trial-{secrets.token_hex(8)}"
        trial.write_bytes(b"1")
        trial.unlink()

    def receive(self, source: BinaryIO) -> Received:
        """Takes the whole file over; ``NoRoom`` if the disk is full."""
        number = secrets.token_hex(16)
        partial = self._incoming / number
        try:
            size, checksum = _copied(source, partial)
            final = self._place(number)
            final.parent.mkdir(mode=0o700, exist_ok=True)
            partial.rename(final)
            for folder in (final.parent, self.path):
                _sync_folder(folder)
        except OSError as error:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            if error.errno in FULL:
                raise NoRoom(str(self.path)) from error
            raise
        return Received(number, size, checksum)

    def open(self, number: str) -> BinaryIO:
        """The file for reading; ``FileNotFoundError`` if there is none."""
        return self._place(number).open("rb")

    def remove(self, number: str, *, incoming: bool = False) -> None:
        """Takes a file out of the folder; one that is not there is out already."""
        place = self._incoming / _checked(number) if incoming else self._place(number)
        place.unlink(missing_ok=True)

    def files(self) -> Iterator[Found]:
        """Everything in the folder that has a number."""
        for place in self.path.glob("*/*"):
            if _NUMBER.fullmatch(place.name) and place.is_file():
                with suppress(FileNotFoundError):
                    written_at = datetime.fromtimestamp(place.stat().st_mtime, UTC)
                    yield Found(place.name, place.parent == self._incoming, written_at)

    def _place(self, number: str) -> Path:
        return self.path / _checked(number)[:2] / number


def checksum_of(file: BinaryIO) -> tuple[int, str]:
    """Size in bytes and SHA-256 in hexadecimal of a file from its beginning; it stands there again afterwards."""
    digest, size = sha256(), 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return size, digest.hexdigest()


def _copied(source: BinaryIO, target: Path) -> tuple[int, str]:
    digest, size = sha256(), 0
    source.seek(0)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _sync_folder(path: Path) -> None:
    """A name is on the disk only when its folder is."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _checked(number: str) -> str:
    if not _NUMBER.fullmatch(number):
        raise FileNotFoundError(number)
    return number
