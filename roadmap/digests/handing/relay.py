"""Speaking SMTP with the mail relay, one step at a time, so that the moment before the final dot can be seen.

``smtplib.SMTP.sendmail`` hides that moment; these are its low-level calls instead.
"""

import socket
import ssl
from dataclasses import replace
from smtplib import SMTP, SMTP_SSL, SMTPAuthenticationError, SMTPException, SMTPServerDisconnected
from urllib.parse import unquote, urlsplit

from roadmap.digests.handing.answers import Answer, RelayTrouble, Step, Unreachable, Unwanted, Verdict, answer_of
from roadmap.digests.handing.dialogue import Dialogue, mail_from, rcpt_to, takes_many
from roadmap.failpoints import armed, reach

_CONNECT_SECONDS = 30
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
# Answers about us and not about the message: service not available; sign-in needed or refused, encryption needed.
_GOODBYE = 421
_SIGN_IN = frozenset({530, 534, 535, 538})
_TAKEN = frozenset({250, 251})


class Relay:
    """One connection, opened when it is first needed and used for many messages.

    With ``journal`` each message goes to that address too, in the same SMTP transaction: the relay takes both or none.
    """

    def __init__(self, url: str, sender: str, answer_seconds: float, journal: str = "") -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._answer_seconds = answer_seconds
        self._journal = journal
        self._smtp: SMTP | None = None

    @property
    def connected(self) -> bool:
        """Whether there is a line that worked so far."""
        return self._smtp is not None

    def offer(self, address: str, mime: bytes) -> Answer:
        """Everything but the final dot: ``READY`` if the relay waits for it, else its refusal.

        Raises ``RelayTrouble`` when it cannot be used; the message was not taken then.
        """
        smtp = self._connected()
        dialogue = Dialogue(smtp)
        try:
            answer = self._envelope(smtp, dialogue, address)
            if answer.verdict is Verdict.READY:
                self._body(smtp, mime)
        except RelayTrouble:
            self.hang_up()
            raise
        except (OSError, SMTPException) as error:
            self.hang_up()
            raise RelayTrouble(f"the connection broke before the message was complete: {error}") from error
        if answer.verdict is not Verdict.READY:
            self._begin_anew(smtp, dialogue)
        return answer

    def _envelope(self, smtp: SMTP, dialogue: Dialogue, address: str) -> Answer:
        mail, rcpt, journal = mail_from(self._sender), rcpt_to(address), self._journal and rcpt_to(self._journal)
        if takes_many(smtp):
            # With a journal the reader may be refused and the journal taken; DATA then would begin a mail to nobody.
            dialogue.send_ahead(mail, rcpt, journal or "DATA")
        answer, journaled = _answer(Step.MAIL, *dialogue.answer_to(mail)), False
        reach("after_mail")
        if answer.verdict is Verdict.TAKEN:
            answer = _answer(Step.RCPT, *dialogue.answer_to(rcpt))
            if answer.verdict is Verdict.TAKEN and journal:
                # The reader's mail does not depend on it: refused, there is just no evidence later.
                journaled = dialogue.answer_to(journal)[0] in _TAKEN
            reach("after_rcpt")
        if answer.verdict is Verdict.TAKEN:
            answer = _answer(Step.DATA, *dialogue.answer_to("DATA"))
            reach("after_354")
        return replace(answer, journaled=True) if journaled else answer

    def _body(self, smtp: SMTP, mime: bytes) -> None:
        # No mail begins with a dot, since it begins with a header.
        stuffed = mime.replace(b"\n.", b"\n..")
        if armed("mid_body"):
            # Only then: two writes cost the relay's machine a second look at every message.
            half = len(stuffed) // 2
            smtp.send(stuffed[:half])
            reach("mid_body")
            stuffed = stuffed[half:]
        smtp.send(stuffed)

    def _begin_anew(self, smtp: SMTP, dialogue: Dialogue) -> None:
        """After a refusal. If the relay has hung up meanwhile, its refusal stands all the same."""
        try:
            if dialogue.waits_for_a_body():
                # A final dot would be a mail without a word; without one the relay takes nothing.
                self.hang_up()
            else:
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
            reach("after_dot")
            code, text = smtp.getreply()
            reach("after_250")
            smtp.sock.settimeout(_CONNECT_SECONDS)
        except (OSError, SMTPException) as error:
            self.hang_up()
            return Answer(Verdict.SILENCE, f"no answer to the end of the message: {error}")
        answer = answer_of(Step.DOT, code, text)
        if answer is None:
            self.hang_up()
            return Answer(Verdict.SILENCE, f"not an answer to the end of the message: {code} {text!r}")
        return answer

    def hang_up(self) -> None:
        """Closes the line at once; a message without its final dot is then not taken."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def close(self) -> None:
        """Says goodbye. What the relay answers to that changes nothing."""
        if self._smtp is not None:
            reach("quit")
            try:
                self._smtp.quit()
            except (OSError, SMTPException):
                self._smtp.close()
            self._smtp = None

    def _connected(self) -> SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except SMTPAuthenticationError as error:
                raise Unwanted(f"the relay refused the user or the password: {error.smtp_code}") from error
            except (OSError, SMTPException) as error:
                raise Unreachable(f"the relay cannot be reached: {error}") from error
            reach("after_connect")
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


def _answer(step: Step, code: int, text: bytes) -> Answer:
    answer = answer_of(step, code, text)
    if code in _SIGN_IN:
        raise Unwanted(f"the relay wants another sign-in: {code} {text.decode('utf-8', 'replace')}")
    if answer is None or code == _GOODBYE:
        raise SMTPServerDisconnected(f"{code} {text.decode('utf-8', 'replace')}")
    return answer
