"""A report that nothing speaks against, parts to change in it, and what then speaks against it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from roadmap.domain.facts import Confidence, Progress
from roadmap.domain.measures import MeasureState
from roadmap.domain.report_objections import (
    Problem,
    objections_to,
)
from roadmap.domain.reporting import (
    ProposedAsk,
    ProposedMilestone,
    ProposedReport,
)
from roadmap.domain.text import LocalizedText
from tests.builders.measures import approved, measure_on

TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 4)
DAY = timedelta(days=1)
DATED = [(number, approved(DUE), date(2026, 9, 1)) for number in (1, 2, 3)]
BARE = measure_on(TODAY, *DATED)
FINE = ProposedReport(Confidence.ON_TRACK, LocalizedText(kk="Жіберілді"), TODAY)
ASK = ProposedAsk(LocalizedText(en="Who pays?"), "Ministry of Finance", TODAY)
DONE = ProposedMilestone(
    1, Progress.REPORTED_DONE, actual_on=TODAY - DAY, document_number="412-ө", document_on=TODAY - DAY
)
LATER = ProposedMilestone(1, Progress.IN_PROGRESS, DUE + DAY, "The tender was late", wants_extension=True)


def found(report: ProposedReport, measure: MeasureState = BARE, today: date = TODAY) -> set[tuple[str, Problem]]:
    """The fields and codes of all objections to a report."""
    return {(objection.field, objection.code) for objection in objections_to(report, measure, today)}


def about(row: ProposedMilestone, measure: MeasureState = BARE, **changed: Any) -> set[tuple[str, Problem]]:
    """The fields and codes of all objections to a report with this one row."""
    return {(field.split(".")[-1], code) for field, code in found(replace(FINE, milestones=(row,), **changed), measure)}
