"""Every table, imported once, so that migrations and tests see the whole schema."""

from roadmap.store import (
    accounts,
    context,
    day_changes,
    days,
    deciders,
    drafts,
    evidence,
    holdings,
    indicators,
    ledger,
    operations,
    people,
    plan,
    security_log,
    seeded,
)
from roadmap.store.base import Row
from roadmap.store.mail import choices, editions, gate, history, opt_ins, outbox, reminders, suppressions, workers

__all__ = [
    "Row",
    "accounts",
    "choices",
    "context",
    "day_changes",
    "days",
    "deciders",
    "drafts",
    "editions",
    "evidence",
    "gate",
    "history",
    "holdings",
    "indicators",
    "ledger",
    "operations",
    "opt_ins",
    "outbox",
    "people",
    "plan",
    "reminders",
    "security_log",
    "seeded",
    "suppressions",
    "workers",
]
