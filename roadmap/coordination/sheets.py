"""The report form as a page, in all its states."""

from typing import Any

from flask import render_template

from roadmap.coordination.brief import ExecutiveLine
from roadmap.coordination.forms import ReportForm, milestone_row, reportable, withdrawal_row
from roadmap.coordination.report import Desk
from roadmap.domain.health import CLOSED
from roadmap.domain.ledger import Line
from roadmap.domain.people import Person
from roadmap.domain.text import LANGUAGES
from roadmap.store.drafts import Draft
from roadmap.store.people import persons_by_id
from roadmap.web.locale import language
from roadmap.web.sessions import reading


def report_page(
    desk: Desk,
    form: ReportForm,
    *,
    draft: Draft | None = None,
    brief: ExecutiveLine | None = None,
    expired: bool = False,
    not_saved: bool = False,
) -> str:
    """The form. ``brief`` is what the executive will read; ``expired`` and ``not_saved`` say why it is shown again."""
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
        not_saved=not_saved,
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


def persons(ids: list[int | None]) -> dict[int, Person]:
    """The persons with these numbers."""
    return persons_by_id(reading(), {number for number in ids if number})


def _typed_texts(typed: dict[str, str], group: str) -> list[tuple[str, str]]:
    texts: list[tuple[str, Any]] = [(code, typed.get(f"{group}_{code}")) for code in LANGUAGES]
    return [(code, text) for code, text in texts if text]
