"""Where a line of the history can be corrected, for whoever may."""

from flask import Flask

from roadmap.access.reader import current_reader
from roadmap.domain.ledger import Act
from roadmap.domain.plan import Measure
from roadmap.web.plan_told import changes_told
from roadmap.web.roadmaps import address, current_roadmap


def attach(app: Flask) -> None:
    """Lets every page lead to it, and show what the line says of the plan."""
    app.add_template_global(correction_address)
    app.add_template_global(changes_told)


def correction_address(act: Act, seq: int, measure: Measure | None) -> str | None:
    """A report is corrected by whoever reports on its measure, a decision by the controlling side; else ``None``.

    Without a measure the line is about the road map itself.
    """
    reader = current_reader()
    if measure is None:
        return address("control.correct_own", seq=seq) if reader.controls(current_roadmap().id) else None
    if act is Act.REPORT:
        whole = reader.reports_on(measure.id) and reader.given(measure.id) is None
        may, endpoint = whole, "coordination.correct"
    else:
        may, endpoint = reader.controls(current_roadmap().id), "control.correct"
    return address(endpoint, number=measure.number, seq=seq) if may else None
