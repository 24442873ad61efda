"""The one-page brief: what an executive's page of a day says, as the data of a sheet of paper.

It is made from the portfolio that the page is made from, in the language that is current, and with names of persons
only for who may see them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import get_locale, gettext, ngettext

from roadmap.documents.brief_rows import Row, ask_row, change_row, due_row, measure_row
from roadmap.documents.letters import MISSING, printable
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.due import due_rows
from roadmap.domain.plan import Stage
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.selection import Order, ordered
from roadmap.web.changes_told import changes_told
from roadmap.web.locale import words
from roadmap.web.stage_words import stage_words
from roadmap.web.wording import day, weekday

TEMPLATE = "brief.typ"
# More than a sheet can carry of anything; how many of them fit is measured when it is set.
_ASKS, _DUE, _MEASURES, _CHANGES, _SILENT = 12, 20, 14, 12, 12
# As long as there are no more, measures stand in the plan's order.
_FEW = 3
_TITLE = 160


@dataclass(frozen=True, slots=True)
class BriefSource:
    """What a brief is made from.

    ``before`` is the earlier day that changes are counted from; without one none are told. ``stamp`` is the number and
    the checksum of the last line that it was made from; ``page`` the address of the overview of the same day;
    ``names``: whether the reader may see who answers by name.
    """

    portfolio: Portfolio
    before: Portfolio | None
    stamp: tuple[int, str] | None
    page: str
    names: bool


def brief_of(source: BriefSource) -> dict[str, Any]:
    """The sheet's words in the current language, in the order in which they stand on it."""
    portfolio = source.portfolio
    sections = {
        "asks": _asks(portfolio),
        "due": _due(source),
        "measures": _measures(source),
        "changes": _changes(source),
    }
    head = _head(portfolio)
    return {**head, "sections": sections, "missing": MISSING in f"{head}{sections}", "foot": _foot(source)}


def _head(portfolio: Portfolio) -> dict[str, Any]:
    roadmap, on = portfolio.roadmap, portfolio.day
    marks = [gettext("Draft")] if roadmap.stage is Stage.BEING_DEVELOPED else []
    if roadmap.demonstration:
        marks.append(gettext("Demonstration data"))
    return {
        "language": str(get_locale() or "kk")[:2],
        "kind": gettext("Brief"),
        "title": printable(words(roadmap.heading), _TITLE),
        "date": [on.year, on.month, on.day],
        "marks": marks,
        "stage": stage_words(roadmap),
        "as_of": gettext("As of %(weekday)s, %(day)s", weekday=weekday(on), day=day(on)),
        "known": _known(portfolio.known_at.astimezone(ZoneInfo(roadmap.timezone))) if portfolio.known_at else "",
        "quality": _quality(portfolio),
    }


def _known(at: datetime) -> str:
    return gettext("As known on %(day)s at %(time)s", day=day(at.date()), time=f"{at:%H:%M}")


def _quality(portfolio: Portfolio) -> list[str]:
    expected, silent = portfolio.to_report_on, portfolio.not_reported
    said = [
        gettext(
            "%(done)s of %(total)s measures reported this month",
            done=portfolio.reported_this_month,
            total=len(expected),
        )
    ]
    if silent and len(silent) <= _SILENT:
        numbers = ", ".join(state.measure.number for state in silent)
        said.append(gettext("not reported: %(numbers)s", numbers=printable(numbers, _TITLE)))
    return said


def _section(heading: str, rows: Sequence[Row], total: int, empty: str) -> dict[str, Any]:
    """A section with a sentence about what is left out for each number of rows that may be shown."""
    more = [
        ngettext("and %(num)d more, on the page", "and %(num)d more, on the page", total - shown)
        if total > shown
        else ""
        for shown in range(len(rows) + 1)
    ]
    return {"heading": heading, "count": total, "rows": list(rows), "more": more, "empty": empty}


def _asks(portfolio: Portfolio) -> dict[str, Any]:
    needed = portfolio.decisions_needed
    rows = [ask_row(each) for each in needed[:_ASKS]]
    return _section(gettext("Decision needed"), rows, len(needed), gettext("No decision is asked for."))


def _due(source: BriefSource) -> dict[str, Any]:
    found = due_rows(source.portfolio)
    what = f"{gettext('Milestone')} · {gettext('Responsible person')}"
    when = f"{gettext('Approved date')} · {gettext('Working days')}"
    empty = gettext("Nothing is overdue, and nothing is due within 30 days.")
    rows = [due_row(each, source.names) for each in found[:_DUE]]
    section = _section(gettext("Overdue and due in 30 days"), rows, len(found), empty)
    return {**section, "labels": [gettext("No."), what, when]}


def _measures(source: BriefSource) -> dict[str, Any]:
    measures = source.portfolio.measures
    many = len(measures) > _FEW
    shown = ordered(measures, Order.CONTROL)[:_MEASURES] if many else measures
    heading = gettext("Measures, the most urgent first") if many else gettext("Measures")
    rows = [measure_row(each, source.portfolio.day, source.names) for each in shown]
    return _section(heading, rows, len(measures), gettext("There are no measures yet."))


def _changes(source: BriefSource) -> dict[str, Any]:
    if source.before is None:
        return _section("", [], 0, "")
    found = changes_told(source.before, source.portfolio)
    heading = gettext("Changed since %(day)s", day=day(source.before.day))
    return _section(heading, [change_row(each) for each in found[:_CHANGES]], len(found), gettext("No changes"))


def _foot(source: BriefSource) -> dict[str, str]:
    stamp = source.stamp
    record = gettext("Record %(seq)s · %(checksum)s", seq=stamp[0], checksum=checksum_groups(stamp[1])) if stamp else ""
    return {
        "record": record,
        "notice": gettext("An automatic summary, not an official document."),
        "missing": gettext("A □ stands for letters that this sheet cannot show; the page has them."),
        "page": source.page,
        "on_page": gettext("The page of this day: %(address)s", address=source.page),
    }


def file_name(slug: str, on: date, language: str) -> str:
    """What the file is called when it is kept."""
    return f"{slug}-{on.isoformat()}-{language}.pdf"
