"""The program's waits, shortened for a run: what takes minutes in earnest takes half a second here.

Only lengths of time and sizes of batches are changed, never what is done or in which order.
"""

import sys
from datetime import timedelta
from types import ModuleType
from typing import Any

_ROOM = "roadmap."
# Settings: a lease outlives the longest message that is under way, and a doubt is settled when the relay's own
# patience (``faults.Temper``) is long over.
SETTINGS = {"MAIL_LEASE_SECONDS": "1.5", "MAIL_ANSWER_SECONDS": "0.4", "MAIL_SETTLE_SECONDS": "2"}
SHORT: dict[str, dict[str, Any]] = {
    "roadmap.digests.handing.sender": {"BATCH": 5},
    "roadmap.digests.handing.retries": {
        "NOT_NOW_WAITS": (timedelta(milliseconds=50), timedelta(milliseconds=150)),
        "BROKEN_WAITS": (timedelta(milliseconds=50), timedelta(milliseconds=150)),
        "UNREACHABLE_WAIT": timedelta(milliseconds=50),
    },
    "roadmap.digests.handing.breaker": {"PAUSE_SECONDS": 0.3},
    "roadmap.digests.handing.relay": {"_CONNECT_SECONDS": 2},
    "roadmap.digests.recording": {"CHUNK": 8},
    "roadmap.digests.clock": {"EVERY_SECONDS": 0.2},
}


def hurry(**changed: Any) -> None:
    """Shortens every wait in this process. ``changed`` names constants that are to be something else again."""
    for module_name, values in SHORT.items():
        for name, value in values.items():
            _set(sys.modules[module_name], name, changed.get(name, value))


def _set(module: ModuleType, name: str, value: Any) -> None:
    """Also wherever it was imported to. A constant that is not there any more stops the run."""
    before = getattr(module, name)
    for other_name, other in list(sys.modules.items()):
        if other_name.startswith(_ROOM) and other.__dict__.get(name) is before:
            setattr(other, name, value)
