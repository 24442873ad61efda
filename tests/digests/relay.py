"""A mail relay on loopback that keeps what it takes, and refuses or drops what a test tells it to."""

import socket
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

FROM = "Road map <roadmap@roadmap.test>"


@dataclass
class Sink:
    """``refusals`` maps a step (MAIL, RCPT, DATA) to an answer; ``drop`` names a step at which the line goes dead.

    At ``hang_up_on`` it goes dead when this address is named, whoever else is written to. With ``takes_many`` it says
    that several commands may be sent at once.
    """

    refusals: dict[str, str] = field(default_factory=dict)
    drop: str = ""
    keep_when_dropping: bool = True
    hang_up_on: str = ""
    takes_many: bool = False
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [responses[0], *(["250-PIPELINING"] if self.takes_many else []), *responses[1:]]

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:
        return self._answer("MAIL", server) or self._set(envelope, "mail_from", address)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:
        if address == self.hang_up_on and server.transport is not None:
            server.transport.abort()
        refusal = self._answer("RCPT", server) or self.refusals.get(address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        refusal = self._answer("DATA", server)
        if refusal and not (self.drop == "DATA" and self.keep_when_dropping):
            return refusal
        self.taken += [(address, bytes(envelope.content or b"")) for address in envelope.rcpt_tos]
        return refusal or "250 2.0.0 kept as 1"

    def _set(self, envelope: Envelope, name: str, value: str) -> str:
        setattr(envelope, name, value)
        return "250 OK"

    def _answer(self, step: str, server: SMTP) -> str | None:
        if self.drop == step and server.transport is not None:
            server.transport.abort()
            return "250 never heard"
        return self.refusals.get(step)

    @property
    def recipients(self) -> list[str]:
        return sorted(address for address, _ in self.taken)

    def mail_to(self, address: str) -> EmailMessage:
        (content,) = [content for recipient, content in self.taken if recipient == address]
        return message_from_bytes(content, policy=SMTP_POLICY)  # type: ignore[return-value]

    def text_to(self, address: str) -> str:
        part = self.mail_to(address).get_body(("plain",))
        assert part
        return str(part.get_content()).replace("\r\n", "\n")


def post_office(sink: Sink, **settings: Any) -> Controller:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Controller(sink, hostname="127.0.0.1", port=port, **settings)
