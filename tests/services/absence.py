"""What cannot be had on this machine is skipped loudly, and with CI set it fails."""

import os
from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

import pytest

PREFIX = "NOT RUN: "


def cannot_be_had(what: str, remedy: str) -> NoReturn:
    """Skip the tests that need ``what``, or fail them where nobody would read the summary."""
    reason = f"{PREFIX}{what} cannot be had on this machine; {remedy}"
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def lines_about_absence(skipped: Iterable[pytest.TestReport]) -> list[str]:
    """One line for each thing that could not be had, with the number of tests that did not run for it."""
    reasons: Counter[str] = Counter()
    for report in skipped:
        # A skip's longrepr is (path, line, "Skipped: reason"); it travels from xdist's workers as it is.
        if isinstance(report.longrepr, tuple) and PREFIX in report.longrepr[2]:
            reasons[report.longrepr[2].partition(PREFIX)[2]] += 1
    return [f"{PREFIX}{count} tests: {reason}" for reason, count in reasons.most_common()]
