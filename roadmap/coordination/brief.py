"""The line that the executive will read, made from a report before it is sent and after."""

from dataclasses import dataclass
from datetime import date

from roadmap.domain.facts import AskFact, Confidence, Progress, ProgressFact, ReportFact
from roadmap.domain.health import MilestoneState
from roadmap.domain.ledger import Act, Facet, Line, Statement
from roadmap.domain.measures import MeasureState
from roadmap.domain.text import ShownText
from roadmap.web.sentences import first_sentence


@dataclass(frozen=True, slots=True)
class ExecutiveLine:
    """What an executive reads of a measure: confidence, one sentence, what is needed, and which milestone is next."""

    confidence: Confidence
    sentence: ShownText | None
    ask: AskFact | None
    next_milestone: MilestoneState | None


def executive_line(statements: list[Statement], measure: MeasureState) -> ExecutiveLine | None:
    """The line for a report's statements, for the current reader; ``None`` if they are not of a report."""
    report = next((s.fact for s in statements if isinstance(s.fact, ReportFact)), None)
    if report is None:
        return None
    ask = next((s.fact for s in statements if isinstance(s.fact, AskFact)), None)
    finished = {s.milestone_id for s in statements if _finishes(s)}
    waiting = [s for s in measure.milestones if s.open_for_work and s.milestone.id not in finished]
    following = min(waiting, key=lambda state: state.dates.last_day or date.max, default=None)
    return ExecutiveLine(report.confidence, first_sentence(report.done), ask, following)


def statements_in(line: Line) -> list[Statement]:
    """A line's statements, as they were before it was written down."""
    return [Statement(entry.facet, entry.fact, entry.milestone_id) for entry in line.entries]


def is_report(line: Line) -> bool:
    """Whether a line is a coordinator's account of a measure."""
    return any(entry.facet is Facet.REPORT for entry in line.entries)


def is_told(line: Line) -> bool:
    """Whether a line is a coordinator's account of a measure, or of the milestones that were given to him."""
    return is_report(line) or (
        line.act is Act.REPORT and any(entry.facet in (Facet.PROGRESS, Facet.EXTENSION) for entry in line.entries)
    )


def _finishes(statement: Statement) -> bool:
    return isinstance(statement.fact, ProgressFact) and statement.fact.state is Progress.REPORTED_DONE
