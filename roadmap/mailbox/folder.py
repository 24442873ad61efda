"""Where the mails lie: a Maildir, and beside it each mail's envelope.

``mailbox.Maildir`` is not used because it turns CRLF into LF, and what arrived is to be kept byte for byte.
"""

import itertools
import json
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Envelope:
    """Whom the mail was handed over for; the headers inside may say otherwise."""

    sender: str
    recipients: tuple[str, ...]


class Folder:
    """A Maildir with the envelopes in ``envelopes/<id>.json``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._count = itertools.count(1)
        # An envelope names real recipients, so the folder is its owner's alone.
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in ("tmp", "new", "cur", "envelopes"):
            (path / part).mkdir(exist_ok=True, mode=0o700)

    def keep(self, content: bytes, *, sender: str, recipients: list[str]) -> str:
        """Put one mail on the disk and answer its id; after that it survives the machine's stop.

        Raises OSError when the disk does not take it; then nothing of it is listed.
        """
        letter_id = self._next_id()
        envelope = json.dumps({"sender": sender, "recipients": recipients}, ensure_ascii=False)
        _write_whole(self.path / "envelopes" / f"{letter_id}.json", envelope.encode("utf-8", "surrogateescape"))
        _write_whole(self.path / "tmp" / letter_id, content)
        os.rename(self.path / "tmp" / letter_id, self.path / "new" / letter_id)
        return letter_id

    def ids(self) -> list[str]:
        """The ids of all mails, newest first."""
        return sorted(self._paths(), key=_age, reverse=True)

    def content(self, letter_id: str) -> bytes | None:
        """The mail as it came, or None when there is none of this id."""
        # The id is looked up among the files there are and never joined to a path, so it cannot lead out of the folder.
        path = self._paths().get(letter_id)
        return path.read_bytes() if path else None

    def envelope(self, letter_id: str) -> Envelope:
        """The envelope of a mail of this folder; empty when it is missing or unreadable."""
        if letter_id not in self._paths():
            return Envelope("", ())
        return self._envelope(letter_id)

    def ids_for(self, recipient: str) -> list[str]:
        """The ids of the mails handed over for this address, newest first; upper and lower case are the same."""
        wanted = recipient.strip().casefold()
        return [key for key in self.ids() if wanted in (to.casefold() for to in self._envelope(key).recipients)]

    def recipients(self) -> list[str]:
        """Every address that has mail, sorted."""
        return sorted({to for key in self.ids() for to in self._envelope(key).recipients})

    def _envelope(self, letter_id: str) -> Envelope:
        try:
            said = json.loads((self.path / "envelopes" / f"{letter_id}.json").read_bytes())
            return Envelope(str(said["sender"]), tuple(str(to) for to in said["recipients"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Envelope("", ())

    def _paths(self) -> dict[str, Path]:
        # A mail program that opens the Maildir moves what it has read to cur/ and adds ":2,S" to the name.
        entries = [entry for part in ("new", "cur") for entry in os.scandir(self.path / part) if entry.is_file()]
        return {entry.name.partition(":")[0]: Path(entry.path) for entry in entries}

    def _next_id(self) -> str:
        seconds, rest = divmod(time.time_ns(), 1_000_000_000)
        host = socket.gethostname().replace("/", "-").replace(":", "-")
        return f"{seconds}.M{rest // 1000:06}P{os.getpid()}Q{next(self._count)}.{host}"


def _write_whole(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _age(letter_id: str) -> tuple[int, str, int]:
    """Orders ids by second, microsecond and number; the ids of other programs come by their second alone."""
    seconds, _, rest = letter_id.partition(".")
    fine, _, counted = rest.partition("P")
    number = counted.partition("Q")[2].partition(".")[0]
    return (int(seconds) if seconds.isdecimal() else 0, fine, int(number) if number.isdecimal() else 0)
