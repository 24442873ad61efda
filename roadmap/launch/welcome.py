"""What a newcomer reads once the program answers."""

import http.client
import threading
import time
from urllib.parse import urlsplit

from roadmap.launch.plan import Plan
from roadmap.launch.ports import all_open

LINE = "─" * 78


def welcome(plan: Plan, sign_ins: str) -> str:
    """The framed block; the sign-ins stand in it as the program printed them."""
    return "\n".join(
        [
            "",
            LINE,
            f"Roadmap monitor   {plan.address}",
            f"Local mailbox     {plan.mailbox_address}   ({plan.mailbox_note})",
            "",
            "To sign in to the demonstration:",
            sign_ins.strip("\n"),
            "",
            "Ctrl-C ends all of it. The data stay for the next start; “make reset” begins anew.",
            LINE,
            "",
        ]
    )


def welcome_once_it_answers(plan: Plan, sign_ins: str) -> None:
    """Wait beside the manager until /healthz answers 200 and the mailbox is open, then print the welcome."""
    threading.Thread(target=_wait_and_print, args=(plan, sign_ins), daemon=True).start()


def _wait_and_print(plan: Plan, sign_ins: str, patience: float = 60) -> None:
    begun, warned = time.monotonic(), False
    while not (_healthy(plan) and all_open(plan.ports)):
        if not warned and time.monotonic() - begun > patience:
            warned = True
            print(f"Still no answer from {plan.address}/healthz; the lines above may say why.", flush=True)
        time.sleep(0.1)
    print(welcome(plan, sign_ins), flush=True)


def _healthy(plan: Plan) -> bool:
    # Asked on this machine's own address, past any proxy, but under the name by which the program knows itself.
    connection = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(plan.address).netloc})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
