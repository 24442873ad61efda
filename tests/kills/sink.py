"""A relay on raw sockets that goes wrong on purpose. It writes down a mail only when it kept it, before it answers."""

import asyncio
import json
import os
import re
import socket
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.kills.faults import ANSWERS, Fault, Luck, Temper

_ADDRESS = re.compile(rb"<([^>]*)>")
_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(\S+)")
_UNKNOWN, _UNWANTED = b"550 5.1.1 no such mailbox\r\n", b"554 5.7.1 not wanted here\r\n"
_NOBODY = b"503 5.5.1 nobody to write to\r\n"
_GONE = (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, OSError)


class Kept(NamedTuple):
    """One mail that the relay took responsibility for."""

    at: float
    recipients: list[str]
    message_id: str
    sha256: str


@dataclass(frozen=True)
class Journal:
    """Where a copy of a mail goes when ``address`` is among its recipients: a Maildir."""

    address: str
    maildir: Path

    def made(self) -> "Journal":
        """Itself, with its folders."""
        for folder in ("tmp", "new", "cur"):
            (self.maildir / folder).mkdir(parents=True, exist_ok=True)
        return self

    def add(self, content: bytes) -> None:
        """A whole copy or none: written beside, then moved."""
        name = f"{time.time_ns()}.{uuid.uuid4().hex}.sink"
        (self.maildir / "tmp" / name).write_bytes(content)
        (self.maildir / "tmp" / name).rename(self.maildir / "new" / name)


class Sink:
    """One relay. What it kept is a line of JSON each in ``ledger``, a file that is only ever added to."""

    def __init__(self, ledger: Path, temper: Temper, journal: Journal | None) -> None:
        self._ledger = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._luck: Luck = temper.luck()
        self._temper = temper
        self._journal = journal

    async def serve(self, listening: socket.socket) -> None:
        """Until the process ends."""
        server = await asyncio.start_server(self._guest, sock=listening)
        await server.serve_forever()

    async def _guest(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*_GONE):
            if self._luck.strikes(Fault.BUSY_AT_CONNECT):
                writer.write(ANSWERS[Fault.BUSY_AT_CONNECT])
            else:
                writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                await _Talk(self, reader, writer).go_on()
        with suppress(*_GONE):
            writer.close()
            await writer.wait_closed()

    def keep(self, recipients: list[str], content: bytes) -> None:
        """Takes responsibility: the journal's copy first, then the line."""
        if self._journal and self._journal.address in recipients:
            self._journal.add(content)
            recipients = [address for address in recipients if address != self._journal.address]
        found = _MESSAGE_ID.search(content)
        kept = Kept(time.time(), recipients, found[1].decode() if found else "", sha256(content).hexdigest())
        os.write(self._ledger, json.dumps(kept).encode() + b"\n")


class _Talk:
    """One connection, with as many mails as the sender likes."""

    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._sink, self._reader, self._writer = sink, reader, writer
        self._luck, self._temper = sink._luck, sink._temper
        self._fault: Fault | None = None
        self._recipients: list[str] = []

    async def go_on(self) -> None:
        self._writer.write(b"220 sink\r\n")
        while line := await self._reader.readline():
            verb = line.split(maxsplit=1)[0].upper() if line.strip() else b""
            if verb == b"QUIT":
                self._writer.write(b"221 bye\r\n")
                return
            if verb == b"DATA" and self._fault is not Fault.NOT_NOW_AT_DATA and self._recipients:
                if not await self._data():
                    return
            else:
                self._writer.write(self._answer(verb, line))
            await self._writer.drain()

    def _answer(self, verb: bytes, line: bytes) -> bytes:
        address = found[1].decode().lower() if (found := _ADDRESS.search(line)) else ""
        if verb == b"EHLO":
            return b"250-sink\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 SIZE 10000000\r\n"
        if verb == b"MAIL":
            self._fault, self._recipients = self._luck.next(), []
        if (verb, self._fault) in _REFUSED_AT:
            return ANSWERS[_REFUSED_AT[verb, self._fault]]
        if verb == b"RCPT" and self._fault is Fault.NOT_NOW_AT_MAIL:
            return _NOBODY
        if verb == b"RCPT":
            if address in self._temper.unknown:
                return _UNKNOWN
            self._recipients.append(address)
        if verb == b"DATA":
            return _NOBODY
        return b"250 2.0.0 ok\r\n"

    async def _data(self) -> bool:
        """The body and the answer to it; whether the line is still up."""
        self._writer.write(b"354 go ahead\r\n")
        await self._writer.drain()
        if self._fault is Fault.GONE_IN_BODY:
            await asyncio.wait_for(self._reader.readline(), self._temper.patience)
            self._writer.transport.abort()
            return False
        content = await self._body()
        await asyncio.sleep(self._luck.thinking())
        if self._fault is Fault.LOST_AFTER_DOT:
            self._writer.transport.abort()
            return False
        if self._fault is Fault.NOT_NOW_AFTER_DOT:
            self._writer.write(ANSWERS[Fault.NOT_NOW_AFTER_DOT])
            return True
        if self._temper.unwanted.intersection(self._recipients):
            self._writer.write(_UNWANTED)
            return True
        self._sink.keep(self._recipients, content)
        return await self._kept()

    async def _kept(self) -> bool:
        if self._fault is Fault.KEPT_AFTER_DOT:
            self._writer.transport.abort()
            return False
        if self._fault is Fault.KEPT_AND_LATE:
            await asyncio.sleep(self._temper.late)
        self._writer.write(ANSWERS.get(self._fault, b"250 2.0.0 kept\r\n") if self._fault else b"250 2.0.0 kept\r\n")
        await self._writer.drain()
        return self._fault is not Fault.KEPT_AND_CLOSED

    async def _body(self) -> bytes:
        """What stands before the final dot, with the doubled dots made single; a dead or slow line raises."""
        lines = []
        while (line := await asyncio.wait_for(self._reader.readline(), self._temper.patience)) != b".\r\n":
            if not line.endswith(b"\n"):
                raise asyncio.IncompleteReadError(line, None)
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


_REFUSED_AT = {
    (b"MAIL", Fault.NOT_NOW_AT_MAIL): Fault.NOT_NOW_AT_MAIL,
    (b"RCPT", Fault.NOT_NOW_AT_RCPT): Fault.NOT_NOW_AT_RCPT,
    (b"DATA", Fault.NOT_NOW_AT_DATA): Fault.NOT_NOW_AT_DATA,
}


def listening_socket() -> socket.socket:
    """A free port of this machine alone."""
    return socket.create_server(("127.0.0.1", 0), backlog=100)


def run(listening: socket.socket, ledger: Path, temper: Temper, journal: Journal | None) -> None:
    """Serves until the process ends; whoever calls made a process for it."""
    asyncio.run(Sink(ledger, temper, journal.made() if journal else None).serve(listening))


def kept_in(ledger: Path) -> list[Kept]:
    """Everything the relay kept, in its order."""
    if not ledger.exists():
        return []
    return [Kept(*json.loads(line)) for line in ledger.read_text().splitlines()]
