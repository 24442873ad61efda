"""Whether the ports are free, asked before anything is started."""

import socket
import time
from collections.abc import Collection, Iterable

from roadmap.launch.plan import NotPossible, Plan


def refuse_taken(plan: Plan) -> None:
    """Raise NotPossible naming the first port that cannot be had, and the way out."""
    for port, use in plan.ports.items():
        if reason := _objection(port):
            raise NotPossible(
                f"Port {port}, for {use}, {reason}. Choose another with its two neighbours: "
                f"make run PORT={free_three(plan.port)}"
            )


def all_open(ports: Iterable[int]) -> bool:
    """Whether something listens on each of these ports now."""
    return all(_open(port) for port in ports)


def wait_until_open(ports: Collection[int], seconds: float = 15) -> bool:
    """Whether something listens on each of these ports before the time is over."""
    end = time.monotonic() + seconds
    while not all_open(ports):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _objection(port: int) -> str:
    with socket.socket() as asking:
        # As the servers do: a port whose last connections are only dying away is free.
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asking.bind(("127.0.0.1", port))
        except PermissionError:
            return "is not allowed to you"
        except OSError:
            return "is taken"
    return ""


def free_three(port: int) -> int:
    """A port that is free with its two neighbours, above the given one if there is any."""
    starts = (start for start in (*range(port + 10, port + 500, 10), *range(8000, 60000, 10)) if 1024 <= start <= 65533)
    return next((start for start in starts if not any(_objection(start + n) for n in range(3))), 8000)
