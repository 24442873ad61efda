"""Every row of a database as one checksum, and every address that a composed mail leads to."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from html import unescape
from urllib.parse import urlsplit

from sqlalchemy import select

from roadmap.database import Database
from roadmap.store.base import Row

_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
# Parts of an address that differ from mail to mail: numbers, and tokens.
_VARIES = re.compile(r"[\w.~-]{20,}|\d+")


def whole_database(database: Database) -> str:
    """A checksum over every row of every table."""
    found = sha256()
    with database.reading() as session:
        for table in Row.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in session.execute(select(table)))
            found.update(f"{table.name}: {len(rows)}\n".encode() + "\n".join(rows).encode())
    return found.hexdigest()


def addresses_in(mime: bytes, public_url: str) -> set[str]:
    """Path and query of every address of this installation in a mail: its headers, its text, its page."""
    mail = message_from_bytes(mime, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    texts = [str(value) for value in mail.values()]
    for subtype in ("plain", "html"):
        part = mail.get_body((subtype,))
        assert part is not None
        texts.append(unescape(str(part.get_content())))
    found = {address.rstrip(".,;)") for text in texts for address in _ADDRESS.findall(text)}
    own = [urlsplit(address) for address in found if address.startswith(public_url)]
    return {f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}" for parts in own}


def kind_of(path: str) -> str:
    """The path with everything taken out that differs from mail to mail."""
    return _VARIES.sub("*", urlsplit(path).path)
