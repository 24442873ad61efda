"""The program's waits, shortened for a run: what takes minutes in earnest takes half a second here.

Only lengths of time and sizes of batches are changed, never what is done or in which order.
"""

import sys
from datetime import timedelta
from types import ModuleType
from typing import Any

_ROOM = "roadmap."
# A lease outlives the longest message that is under way; a doubt is settled when the relay's own patience is over.
SHORT: dict[str, dict[str, Any]] = {
    "roadmap.store.mail.leases": {
        "LEASE": timedelta(seconds=1.5),
        "ANSWER_TIMEOUT": timedelta(seconds=0.4),
        "_MARGIN": timedelta(seconds=0.4),
    },
    "roadmap.digests.handing.sender": {
        "BATCH": 5,
        "_USABLE_SECONDS": 0.7,
        "_WAITS": tuple(timedelta(milliseconds=number) for number in (40, 80, 150, 150, 150)),
        "_TROUBLE_WAIT": timedelta(milliseconds=50),
    },
    "roadmap.digests.handing.relay": {"_CONNECT_SECONDS": 2},
    "roadmap.digests.clock": {"EVERY_SECONDS": 0.02},
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
