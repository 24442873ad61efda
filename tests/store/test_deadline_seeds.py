"""Deadlines of every notation in a seed file."""

from datetime import date

import pytest
from pydantic import ValidationError

from roadmap.domain.plan import Deadline, DeadlineKind, TermUnit
from roadmap.domain.text import LocalizedText
from roadmap.store.seedfiles.plan import DeadlineSeed
from roadmap.store.seeding.deadlines import _deadline

WORDS = {"wording": {"ru": "словами акта"}}
TEXT = LocalizedText(ru="словами акта")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"kind": "day", "on": "2026-12-25"}, Deadline(DeadlineKind.DAY, date(2026, 12, 25), TEXT)),
        (
            {"kind": "range", "on": "2023-12-31", "since": "2021-01-01"},
            Deadline(DeadlineKind.RANGE, date(2023, 12, 31), TEXT, date(2021, 1, 1)),
        ),
        (
            {"kind": "term", "amount": 1, "unit": "months"},
            Deadline(DeadlineKind.TERM, None, TEXT, None, 1, TermUnit.MONTHS),
        ),
        (
            {"kind": "term", "amount": 1, "unit": "months", "since": "2027-01-31"},
            Deadline(DeadlineKind.TERM, date(2027, 2, 28), TEXT, date(2027, 1, 31), 1, TermUnit.MONTHS),
        ),
        (
            {"kind": "yearly", "since": "2026-05-05", "by_day": 15, "by_month": 1},
            Deadline(DeadlineKind.YEARLY, None, TEXT, date(2026, 1, 1), by_day=15, by_month=1),
        ),
        ({"kind": "weekly", "since": "2026-11-26"}, Deadline(DeadlineKind.WEEKLY, None, TEXT, date(2026, 11, 23))),
    ],
)
def test_a_deadline_is_read_as_its_notation_means(given: dict[str, object], found: Deadline) -> None:
    assert _deadline(DeadlineSeed.model_validate(given | WORDS)) == found


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "term"},
        {"kind": "term", "amount": 3},
        {"kind": "day", "on": "2026-12-25", "amount": 3, "unit": "days"},
        {"kind": "day", "on": "2026-12-25", "since": "2026-01-01"},
        {"kind": "range", "on": "2023-12-31"},
        {"kind": "range", "on": "2023-06-30", "since": "2021-01-01"},
        {"kind": "monthly"},
        {"kind": "monthly", "since": "2026-01-01", "on": "2026-01-31"},
        {"kind": "monthly", "since": "2026-01-01", "by_month": 3},
        {"kind": "yearly", "since": "2026-01-01", "by_day": 3},
        {"kind": "weekly", "since": "2026-01-01", "by_day": 8},
        {"kind": "permanent", "by_day": 8},
    ],
)
def test_what_does_not_fit_its_kind_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DeadlineSeed.model_validate(given | WORDS)
