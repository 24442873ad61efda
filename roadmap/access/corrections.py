"""Where a line of the history can be corrected, for whoever may."""

from flask import Flask

from roadmap.access.reader import current_reader
from roadmap.domain.ledger import Act
from roadmap.domain.plan import Measure
from roadmap.web.roadmaps import address, current_roadmap


def attach(app: Flask) -> None:
    """Lets every page lead to it."""
    app.add_template_global(correction_address)


def correction_address(act: Act, seq: int, measure: Measure) -> str | None:
    """A report is corrected by whoever reports on its measure, a decision by the controlling side; else ``None``."""
    reader = current_reader()
    if act is Act.REPORT:
        whole = reader.reports_on(measure.id) and reader.given(measure.id) is None
        may, endpoint = whole, "coordination.correct"
    else:
        may, endpoint = reader.controls(current_roadmap().id), "control.correct"
    return address(endpoint, number=measure.number, seq=seq) if may else None
