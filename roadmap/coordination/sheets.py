"""The report form as a page, in all its states."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask_babel import gettext

from roadmap.coordination.brief import ExecutiveLine
from roadmap.coordination.forms import ReportForm, milestone_row, reportable, withdrawal_row
from roadmap.coordination.report import Desk
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.health import CLOSED
from roadmap.domain.ledger import Facet, Line, Progress, ProgressFact
from roadmap.domain.people import Person
from roadmap.domain.text import LANGUAGES
from roadmap.store.drafts import Draft
from roadmap.store.people import persons_by_id
from roadmap.store.receipts import Receipt
from roadmap.web.locale import language
from roadmap.web.roadmaps import address
from roadmap.web.sessions import reading


def report_page(
    desk: Desk,
    form: ReportForm,
    *,
    draft: Draft | None = None,
    brief: ExecutiveLine | None = None,
    expired: bool = False,
) -> str:
    """The form. ``brief`` is what the executive will read; ``expired`` says why it is shown again."""
    report = desk.measure.last_report
    outdated = draft is not None and form.last_seen.data != str(desk.last_line)
    return render_template(
        "coordination/report.html",
        desk=desk,
        measure=desk.measure,
        form=form,
        rows=[(state, milestone_row(form, state.milestone.id)) for state in reportable(desk.measure)],
        open_asks=[(ask, withdrawal_row(form, ask.entry.seq)) for ask in desk.measure.asks],
        closed=[state for state in desk.measure.milestones if state.control in CLOSED],
        own_first=sorted(LANGUAGES, key=lambda code: code != language()),
        author=persons([report.author_id]).get(report.author_id or 0) if report else None,
        draft=draft,
        outdated=outdated,
        brief=brief,
        expired=expired,
    )


def crossed_page(desk: Desk, since: list[Line], typed: dict[str, str]) -> str:
    """Both texts side by side: what was written meanwhile, and what was typed. Nothing is overwritten."""
    mine = {group: _typed_texts(typed, group) for group in ("done", "next_step", "ask_what")}
    return render_template(
        "coordination/crossed.html",
        desk=desk,
        since=since,
        authors=persons([line.author_id for line in since]),
        titles={state.milestone.id: state.milestone for state in desk.measure.milestones},
        mine=mine,
        typed=typed,
    )


def receipt_page(desk: Desk, receipt: Receipt, brief: ExecutiveLine | None) -> str:
    """What stands in the ledger under that number, and what happens next."""
    line, number, last = receipt.line, desk.measure.measure.number, desk.measure.last_report
    done = [e for e in line.entries if isinstance(e.fact, ProgressFact) and e.fact.state is Progress.REPORTED_DONE]
    return render_template(
        "coordination/receipt.html",
        desk=desk,
        line=line,
        brief=brief,
        checksum=checksum_groups(receipt.checksum),
        author=persons([line.author_id]).get(line.author_id or 0),
        milestones={state.milestone.id: state.milestone for state in desk.measure.milestones},
        backdated=line.recorded_at.astimezone(ZoneInfo(desk.roadmap.timezone)).date() > line.effective_on,
        superseded=last if last and last.effective_on > line.effective_on else None,
        reports_done=bool(done),
        asks_extension=any(entry.facet is Facet.EXTENSION for entry in line.entries),
        links=[
            (gettext("My items"), url_for("coordination.my")),
            (gettext("Measure %(number)s", number=number), address("oversight.measure", number=number)),
            (gettext("Report again"), address("coordination.report", number=number)),
        ],
    )


def persons(ids: list[int | None]) -> dict[int, Person]:
    """The persons with these numbers."""
    return persons_by_id(reading(), {number for number in ids if number})


def _typed_texts(typed: dict[str, str], group: str) -> list[tuple[str, str]]:
    texts: list[tuple[str, Any]] = [(code, typed.get(f"{group}_{code}")) for code in LANGUAGES]
    return [(code, text) for code, text in texts if text]
