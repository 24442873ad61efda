"""The words of the statuses, in one place; ``components/marks.html`` has the same beside their shapes and colours."""

from flask_babel import LazyString, lazy_gettext

from roadmap.domain.facts import Confidence, Progress, Verdict
from roadmap.domain.health import ControlStatus
from roadmap.domain.measures import Contradiction

CONFIDENCE: dict[Confidence, LazyString] = {
    Confidence.ON_TRACK: lazy_gettext("On track"),
    Confidence.AT_RISK: lazy_gettext("At risk"),
    Confidence.OFF_TRACK: lazy_gettext("Off track"),
    Confidence.NO_DATA: lazy_gettext("No data"),
}
CONTROL: dict[ControlStatus, LazyString] = {
    ControlStatus.NOT_STARTED: lazy_gettext("Not started"),
    ControlStatus.IN_PROGRESS: lazy_gettext("In progress"),
    ControlStatus.OVERDUE: lazy_gettext("Overdue"),
    ControlStatus.REPORTED_DONE: lazy_gettext("Reported done"),
    ControlStatus.CONFIRMED_DONE: lazy_gettext("Confirmed done"),
    ControlStatus.DONE_LATE: lazy_gettext("Done late"),
    ControlStatus.RETURNED: lazy_gettext("Returned for rework"),
    ControlStatus.REMOVED: lazy_gettext("Removed from control"),
    ControlStatus.EXCLUDED: lazy_gettext("Excluded"),
}
PROGRESS: dict[Progress, LazyString] = {
    Progress.NOT_STARTED: lazy_gettext("Not started"),
    Progress.IN_PROGRESS: lazy_gettext("In progress"),
    Progress.REPORTED_DONE: lazy_gettext("Reported done"),
}
CONTRADICTION: dict[Contradiction, LazyString] = {
    Contradiction.ON_TRACK_BUT_OVERDUE: lazy_gettext("Reported as on track, but a milestone is overdue."),
    Contradiction.SAME_TEXT_AGAIN: lazy_gettext("The last three reports say the same words."),
    Contradiction.SILENT: lazy_gettext("No report for more than 30 days."),
    Contradiction.FORECAST_PASSED: lazy_gettext("A forecast date has passed and the milestone is still open."),
}
VERDICTS_TAKEN: dict[Verdict, LazyString] = {
    Verdict.CONFIRMED: lazy_gettext("Confirmed done"),
    Verdict.RETURNED: lazy_gettext("Returned for rework"),
    Verdict.REMOVED: lazy_gettext("Removed from control"),
    Verdict.EXCLUDED: lazy_gettext("Excluded"),
    Verdict.RESUMED: lazy_gettext("Control resumed"),
}
