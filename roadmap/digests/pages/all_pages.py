"""All pages about the mail, brought together."""

from roadmap.digests.pages import (
    archive,
    escalating,
    managing,
    mine,
    opt_in,
    outgoing,
    preview,
    recipients,
    remind,
    unsubscribe,
)
from roadmap.digests.pages.blueprint import blueprint

__all__ = [
    "archive",
    "blueprint",
    "escalating",
    "managing",
    "mine",
    "opt_in",
    "outgoing",
    "preview",
    "recipients",
    "remind",
    "unsubscribe",
]
