"""Every table, imported once, so that migrations and tests see the whole schema."""

from roadmap.store import (
    accounts,
    context,
    days,
    drafts,
    indicators,
    ledger,
    outbox,
    people,
    plan,
    seeded,
    subscriptions,
)
from roadmap.store.base import Row

__all__ = [
    "Row",
    "accounts",
    "context",
    "days",
    "drafts",
    "indicators",
    "ledger",
    "outbox",
    "people",
    "plan",
    "seeded",
    "subscriptions",
]
