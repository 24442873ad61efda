"""The journal: a mailbox that gets a copy of each message in the same SMTP transaction, and so knows its fate."""

from collections.abc import Iterator
from email.parser import BytesHeaderParser
from pathlib import Path

_FOLDERS = ("new", "cur")
_HEADER_BYTES = 64 * 1024


class JournalUnreadable(Exception):
    """The journal is not there or cannot be read, which is evidence of nothing."""


class Journal:
    """A Maildir. Each file is opened once; what is in it never changes."""

    def __init__(self, maildir: Path) -> None:
        self._maildir = maildir
        self._seen: dict[str, str] = {}

    def message_ids(self) -> frozenset[str]:
        """The Message-IDs of everything in the journal; raises ``JournalUnreadable``."""
        found: dict[str, str] = {}
        try:
            for path in self._files():
                # Reading a mail in a mailbox program moves it and adds marks after the colon.
                name = path.name.partition(":")[0]
                if (message_id := self._seen.get(name) or _message_id(path)) is not None:
                    found[name] = message_id
        except OSError as error:
            raise JournalUnreadable(f"the journal {self._maildir} cannot be read: {error}") from error
        self._seen = found
        return frozenset(found.values())

    def _files(self) -> Iterator[Path]:
        for folder in _FOLDERS:
            yield from (path for path in (self._maildir / folder).iterdir() if not path.name.startswith("."))


def _message_id(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        # Moved from "new" to "cur" between listing and reading; it is met there, or the next time.
        return None
    return str(BytesHeaderParser().parsebytes(head)["Message-ID"] or "").strip()
