"""What coordinators and the controlling side may say of a milestone, in words."""

from flask_babel import LazyString, gettext, lazy_gettext

from roadmap.domain.ledger import Progress, Verdict
from roadmap.domain.plan import Deadline
from roadmap.web.wording import deadline_words

PROGRESS: dict[Progress, LazyString] = {
    Progress.NOT_STARTED: lazy_gettext("Not started"),
    Progress.IN_PROGRESS: lazy_gettext("In progress"),
    Progress.REPORTED_DONE: lazy_gettext("Reported done"),
}
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
