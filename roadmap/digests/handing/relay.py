"""Speaking SMTP with the mail relay, one step at a time, so that the moment before the final dot can be seen.

``smtplib.SMTP.sendmail`` hides that moment; these are its low-level calls instead.
"""

import re
import socket
import ssl
from dataclasses import dataclass
from enum import StrEnum
from smtplib import SMTP, SMTP_SSL, SMTPAuthenticationError, SMTPException, SMTPServerDisconnected
from urllib.parse import unquote, urlsplit

_CONNECT_SECONDS = 30
_LINE_START_DOT = re.compile(rb"(?m)^\.")
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
# Answers about us and not about the message: service not available, sign-in needed or refused, encryption needed.
_ABOUT_US = frozenset({421, 530, 534, 535, 538})
_DOT_READY = 354


class RelayTrouble(Exception):
    """The relay cannot be used just now. Whatever was being handed over was certainly not taken."""


class Verdict(StrEnum):
    """What the relay's answer means for the message."""

    READY = "ready"
    TAKEN = "taken"
    NOT_NOW = "not_now"
    NEVER = "never"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the relay's own words."""

    verdict: Verdict
    words: str


class Relay:
    """One connection, opened when it is first needed and used for many messages."""

    def __init__(self, url: str, sender: str, answer_seconds: float) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._answer_seconds = answer_seconds
        self._smtp: SMTP | None = None

    def offer(self, address: str, mime: bytes) -> Answer:
        """Everything but the final dot: ``READY`` if the relay waits for it, else its refusal."""
        smtp = self._connected()
        try:
            answer = self._envelope(smtp, address)
            if answer.verdict is Verdict.READY:
                smtp.send(_LINE_START_DOT.sub(b"..", mime))
        except (OSError, SMTPException) as error:
            self.hang_up()
            raise RelayTrouble(f"the connection broke before the message was complete: {error}") from error
        if answer.verdict is not Verdict.READY:
            self._begin_anew(smtp)
        return answer

    def _envelope(self, smtp: SMTP, address: str) -> Answer:
        answer = _answer(*smtp.mail(self._sender))
        if answer.verdict is Verdict.TAKEN:
            answer = _answer(*smtp.rcpt(address))
        if answer.verdict is Verdict.TAKEN:
            answer = _answer(*smtp.docmd("DATA"))
            if answer.verdict is Verdict.TAKEN:
                raise SMTPServerDisconnected(f"not an answer to DATA: {answer.words}")
        return answer

    def _begin_anew(self, smtp: SMTP) -> None:
        """After a refusal. If the relay has hung up meanwhile, its refusal stands all the same."""
        try:
            smtp.rset()
        except (OSError, SMTPException):
            self.hang_up()

    def finish(self) -> Answer:
        """The final dot, and what the relay says to it; ``SILENCE`` if it says nothing."""
        smtp = self._smtp
        if smtp is None or smtp.sock is None:
            raise RelayTrouble("there is no message to finish")
        try:
            smtp.sock.settimeout(self._answer_seconds)
            smtp.send(b".\r\n")
            code, text = smtp.getreply()
            smtp.sock.settimeout(_CONNECT_SECONDS)
            return _answer(code, text, about_us=frozenset())
        except (OSError, SMTPException) as error:
            self.hang_up()
            return Answer(Verdict.SILENCE, f"no answer to the end of the message: {error}")

    def hang_up(self) -> None:
        """Closes the line at once; a message without its final dot is then not taken."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def close(self) -> None:
        """Says goodbye. What the relay answers to that changes nothing."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, SMTPException):
                self._smtp.close()
            self._smtp = None

    def _connected(self) -> SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except (OSError, SMTPException) as error:
                raise RelayTrouble(_reason(error)) from error
        return self._smtp

    def _connect(self) -> SMTP:
        host, port = self._url.hostname or "", self._url.port or _PORTS[self._url.scheme]
        # Said outright, because the library would else ask a name server who we are.
        name = socket.gethostname()
        if self._url.scheme == "smtps":
            smtp: SMTP = SMTP_SSL(host, port, name, timeout=_CONNECT_SECONDS, context=ssl.create_default_context())
        else:
            smtp = SMTP(host, port, name, _CONNECT_SECONDS)
        try:
            if smtp.sock:
                # Without it the final dot would wait for the acknowledgement of the body.
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._url.scheme == "smtp+starttls":
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            if self._url.username:
                smtp.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp


def _reason(error: Exception) -> str:
    if isinstance(error, SMTPAuthenticationError):
        return f"the relay refused the user or the password: {error.smtp_code}"
    return f"the relay cannot be reached: {error}"


def _answer(code: int, text: bytes, about_us: frozenset[int] = _ABOUT_US) -> Answer:
    words = f"{code} {text.decode('utf-8', 'replace')}"
    if code in about_us:
        raise SMTPServerDisconnected(words)
    if code == _DOT_READY:
        return Answer(Verdict.READY, words)
    match code // 100:
        case 2:
            return Answer(Verdict.TAKEN, words)
        case 4:
            return Answer(Verdict.NOT_NOW, words)
        case 5:
            return Answer(Verdict.NEVER, words)
    raise SMTPServerDisconnected(words)
