"""What the controlling side may say of a milestone, in words."""

from flask_babel import LazyString, gettext, lazy_gettext

from roadmap.domain.facts import Verdict
from roadmap.domain.plan import Deadline
from roadmap.web.wording import deadline_words

VERDICT: dict[Verdict, LazyString] = {
    Verdict.CONFIRMED: lazy_gettext("Confirmed done"),
    Verdict.RETURNED: lazy_gettext("Returned for rework"),
    Verdict.REMOVED: lazy_gettext("Removed from control"),
    Verdict.EXCLUDED: lazy_gettext("Excluded"),
    Verdict.RESUMED: lazy_gettext("Put under control again"),
}


def deadline_sentence(subject: str, before: Deadline | None, after: Deadline) -> str:
    """An approved date that was set or moved."""
    day = deadline_words(after)
    if before is None:
        return gettext("%(subject)s: approved date set, %(day)s", subject=subject, day=day)
    was = deadline_words(before)
    return gettext("%(subject)s: approved date moved, %(day)s (was: %(before)s)", subject=subject, day=day, before=was)
