"""Takes mail by SMTP and keeps every accepted message, as it came, in a Maildir folder."""

import logging

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from roadmap.mailbox.folder import Folder

log = logging.getLogger(__name__)


class Keeper:
    """Answers 250 only for what is on the disk; a full disk is a passing trouble (452), never a lost mail."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content
        if content is None:
            return "451 4.3.0 No content came"
        try:
            letter_id = self.folder.keep(content, sender=envelope.mail_from or "", recipients=envelope.rcpt_tos)
        except OSError as error:
            log.error("a mail could not be kept: %s", error)
            return "452 4.3.1 It could not be kept, try again later"
        return f"250 2.0.0 Kept as {letter_id}"


def post_office(folder: Folder, port: int) -> Controller:
    """An SMTP server on this machine alone, not started yet."""
    return Controller(Keeper(folder), hostname="127.0.0.1", port=port, enable_SMTPUTF8=True, ident="local mailbox")
