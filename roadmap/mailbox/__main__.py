"""``python -m roadmap.mailbox``: takes mail by SMTP and shows it in the browser, on this machine alone."""

import argparse
import logging
import signal
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from aiosmtpd.controller import Controller

from roadmap.mailbox.folder import Folder
from roadmap.mailbox.pages import create_pages
from roadmap.mailbox.smtp import post_office

ENDING = {signal.SIGINT, signal.SIGTERM}


class Server(ThreadingMixIn, WSGIServer):
    """Answers each request in a thread of its own; a browser that holds a connection open does not delay the end."""

    daemon_threads = True
    block_on_close = False


class Quietly(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: what is read in the mailbox concerns nobody."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; 1 when a port is taken."""
    asked = _asked(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    # Blocked before any thread begins, so that the signal waits for sigwait below whichever thread it would have hit.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    post = post_office(Folder(asked.folder), asked.smtp_port)
    try:
        web = make_server("127.0.0.1", asked.http_port, create_pages(asked.folder), Server, Quietly)
        post.start()
    except OSError as error:
        print(f"The mailbox cannot start on ports {asked.smtp_port} and {asked.http_port}: {error}", file=sys.stderr)
        return 1
    threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    print(f"Mailbox at http://localhost:{asked.http_port}, takes mail at 127.0.0.1:{asked.smtp_port}", flush=True)
    signal.sigwait(ENDING)
    web.shutdown()
    _stop(post)
    return 0


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m roadmap.mailbox", description=__doc__)
    parser.add_argument("--smtp-port", type=int, default=8002)
    parser.add_argument("--http-port", type=int, default=8001)
    parser.add_argument("--folder", type=Path, default=Path("instance/mailbox"))
    return parser.parse_args(arguments)


def _stop(post: Controller) -> None:
    # On newer Pythons stop() waits for clients that keep their connection open; a mail is on the disk before its 250,
    # so nothing is lost by not waiting for them.
    stopping = threading.Thread(target=post.stop, daemon=True)
    stopping.start()
    stopping.join(timeout=1)


if __name__ == "__main__":
    sys.exit(main())
