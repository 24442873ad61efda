"""One message's envelope, command by command; several at once where the relay takes them so (RFC 2920)."""

import re
from collections import deque
from smtplib import SMTP

DOT_READY = 354
# Visible characters and blanks, in brackets: no line end, and nothing that closes the bracket.
_MAILBOX = re.compile(r"[ -;=?-~]+")


def takes_many(smtp: SMTP) -> bool:
    """Whether the relay said that several commands may be sent before it has answered the first."""
    return smtp.has_extn("pipelining")


def mail_from(address: str) -> str:
    """The command that begins a message."""
    return f"MAIL FROM:<{_mailbox(address)}>"


def rcpt_to(address: str) -> str:
    """The command that names a recipient."""
    return f"RCPT TO:<{_mailbox(address)}>"


def _mailbox(address: str) -> str:
    if not _MAILBOX.fullmatch(address):
        raise ValueError(f"not an address to be named to a relay: {address!r}")
    return address


class Dialogue:
    """Commands and their answers, in one order whether some were sent ahead or not."""

    def __init__(self, smtp: SMTP) -> None:
        self._smtp = smtp
        self._ahead: deque[str] = deque()

    def send_ahead(self, *commands: str) -> None:
        """Sends commands whose answers are asked for later."""
        self._smtp.send("".join(f"{command}\r\n" for command in commands))
        self._ahead.extend(commands)

    def answer_to(self, command: str) -> tuple[int, bytes]:
        """The relay's answer to a command, which is sent now unless it was sent ahead as the next one."""
        if self._ahead:
            sent = self._ahead.popleft()
            if sent != command:
                raise ValueError(f"{sent!r} was sent ahead, not {command!r}")
        else:
            self._smtp.send(f"{command}\r\n")
        return self._smtp.getreply()

    def waits_for_a_body(self) -> bool:
        """Listens to what else was sent ahead; whether the relay took it for the beginning of a message."""
        codes = [self._smtp.getreply()[0] for _ in range(len(self._ahead))]
        self._ahead.clear()
        return DOT_READY in codes
