"""Every table, imported once, so that migrations and tests see the whole schema."""

from roadmap.store import (
    accounts,
    context,
    days,
    drafts,
    indicators,
    ledger,
    people,
    plan,
    seeded,
)
from roadmap.store.base import Row
from roadmap.store.mail import choices, editions, gate, history, opt_ins, outbox, reminders, suppressions, workers

__all__ = [
    "Row",
    "accounts",
    "choices",
    "context",
    "days",
    "drafts",
    "editions",
    "gate",
    "history",
    "indicators",
    "ledger",
    "opt_ins",
    "outbox",
    "people",
    "plan",
    "reminders",
    "seeded",
    "suppressions",
    "workers",
]
