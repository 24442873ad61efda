"""A relay that takes everything at once, so that only the sender's side is measured."""

import multiprocessing
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from typing import Any

_END = b"\r\n.\r\n"
_GO_AHEAD, _BYE = b"354 go ahead\r\n", b"221 bye\r\n"
_ANSWERS = {b"DATA": _GO_AHEAD, b"QUIT": _BYE, b"EHLO": b"250-sink\r\n250 PIPELINING\r\n"}


@dataclass(frozen=True)
class FastSink:
    """Where it listens, and what it has counted so far."""

    port: int
    mails: "Synchronized[Any]"
    connections: "Synchronized[Any]"

    def begin_anew(self) -> None:
        """Counts from nothing."""
        self.mails.value = self.connections.value = 0


@contextmanager
def fast_sink() -> Iterator[FastSink]:
    """A process of its own on a free port of this machine."""
    context = multiprocessing.get_context("spawn")
    listening = socket.create_server(("127.0.0.1", 0), backlog=100)
    sink = FastSink(listening.getsockname()[1], context.Value("q", 0), context.Value("q", 0))
    ready = context.Event()
    process = context.Process(target=_serve, args=(listening, sink, ready), daemon=True)
    process.start()
    listening.close()
    ready.wait(60)
    try:
        yield sink
    finally:
        process.kill()
        process.join()


def _serve(listening: socket.socket, sink: FastSink, ready: Event) -> None:
    ready.set()
    while True:
        connection, _ = listening.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sink.connections.value += 1
        threading.Thread(target=_talk, args=(connection, sink), daemon=True).start()


def _talk(connection: socket.socket, sink: FastSink) -> None:
    with connection, suppress(OSError):
        connection.sendall(b"220 sink\r\n")
        while commands := connection.recv(4096):
            # Several commands may come at once (RFC 2920); a command never comes in two pieces.
            answers = [_ANSWERS.get(command[:4].upper(), b"250 ok\r\n") for command in commands.splitlines()]
            connection.sendall(b"".join(answers))
            if answers[-1] == _BYE:
                return
            if answers[-1] == _GO_AHEAD:
                if not _swallow(connection):
                    return
                sink.mails.value += 1
                connection.sendall(b"250 ok\r\n")


def _swallow(connection: socket.socket) -> bool:
    """Reads to the final dot; whether it came."""
    tail = b"\r\n"
    while not tail.endswith(_END):
        part = connection.recv(262144)
        if not part:
            return False
        tail = (tail + part)[-5:]
    return True
