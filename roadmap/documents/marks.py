"""Status marks on paper: the shapes of ``components/marks.html``, each with its word."""

from roadmap.domain.facts import Confidence
from roadmap.domain.health import ControlStatus
from roadmap.web.status_words import CONFIDENCE, CONTROL

CONTROL_SHAPES: dict[ControlStatus, str] = {
    ControlStatus.NOT_STARTED: "–",
    ControlStatus.IN_PROGRESS: "▶",
    ControlStatus.OVERDUE: "!",
    ControlStatus.REPORTED_DONE: "◐",
    ControlStatus.CONFIRMED_DONE: "✓",
    ControlStatus.DONE_LATE: "✓⁺",
    ControlStatus.RETURNED: "↩",
    ControlStatus.REMOVED: "⊘",
    ControlStatus.EXCLUDED: "✕",
}
CONFIDENCE_SHAPES: dict[Confidence, str] = {
    Confidence.ON_TRACK: "●",
    Confidence.AT_RISK: "▲",
    Confidence.OFF_TRACK: "■",
    Confidence.NO_DATA: "○",
}
Mark = dict[str, str]


def control_mark(status: ControlStatus) -> Mark:
    """How an item stands under control."""
    return {"shape": CONTROL_SHAPES[status], "word": str(CONTROL[status])}


def confidence_mark(confidence: Confidence) -> Mark:
    """The coordinator's judgement."""
    return {"shape": CONFIDENCE_SHAPES[confidence], "word": str(CONFIDENCE[confidence])}
