"""The report form as a page, in all its states."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask_babel import gettext

from roadmap.access.reader import current_reader
from roadmap.coordination.brief import ExecutiveLine
from roadmap.coordination.brought import file_came
from roadmap.coordination.by_link import reader_of
from roadmap.coordination.desk import Desk
from roadmap.coordination.forms import ReportForm, milestone_row, reportable, withdrawal_row
from roadmap.coordination.unchanged import Unchanged
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.evidence import Evidence, file_of
from roadmap.domain.facts import Fact, Progress, ProgressFact
from roadmap.domain.given import GivenPart
from roadmap.domain.health import CLOSED
from roadmap.domain.ledger import Entry, Facet, Line
from roadmap.domain.people import Person
from roadmap.domain.text import LANGUAGES
from roadmap.store.drafts import Draft
from roadmap.store.evidence_reading import evidence_of
from roadmap.store.links import SpentLink
from roadmap.store.people import persons_by_id
from roadmap.store.receipts import Receipt
from roadmap.web.locale import language
from roadmap.web.roadmaps import address
from roadmap.web.sessions import reading
from roadmap.web.uploads import most_megabytes


def report_page(
    desk: Desk,
    form: ReportForm,
    *,
    draft: Draft | None = None,
    brief: ExecutiveLine | None = None,
    unchanged: Unchanged | None = None,
    expired: bool = False,
) -> str:
    """The form. ``brief`` is what the executive will read; ``expired`` says why it is shown again.

    ``unchanged`` offers to repeat the last report, or says why that will not do.
    """
    report = desk.measure.last_report
    outdated = draft is not None and form.last_seen.data != str(desk.last_line)
    return render_template(
        "coordination/given.html" if isinstance(desk.measure, GivenPart) else "coordination/report.html",
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
        unchanged=unchanged,
        expired=expired,
        choose_again=any(milestone_row(form, state.milestone.id).file_name.data for state in reportable(desk.measure)),
        file_limit=most_megabytes(),
        **_frame(desk),
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
        rows=reportable(desk.measure) if isinstance(desk.measure, GivenPart) else (),
        mine=mine,
        typed=typed,
        choose_again=file_came(),
        **_frame(desk),
    )


def over_page(desk: Desk | None, used: SpentLink | None, typed: dict[str, str] | None = None) -> str:
    """A link that opens nothing any more; of one that was used, when and for what. What was typed stays on the page."""
    kept = {name: text for name, text in (typed or {}).items() if name not in ("csrf_token", "operation_key", "action")}
    form_address = address("coordination.report", number=desk.measure.measure.number) if desk else None
    return render_template(
        "coordination/over.html",
        desk=desk,
        used=used,
        typed=kept,
        texts=[text for name, text in kept.items() if _is_words(name) and text.strip()],
        form_address=form_address,
        sign_in=url_for("access.sign_in", next=form_address),
        choose_again=file_came(),
        home_href=None,
    )


def _is_words(name: str) -> bool:
    return name.endswith(tuple(f"_{code}" for code in LANGUAGES)) or name.endswith(("reason", "whom"))


def receipt_page(desk: Desk, receipt: Receipt, brief: ExecutiveLine | None, *, by_link: bool) -> str:
    """What stands in the ledger under that number, and what happens next."""
    line, number, last = receipt.line, desk.measure.measure.number, desk.measure.last_report
    done = [e for e in line.entries if isinstance(e.fact, ProgressFact) and e.fact.state is Progress.REPORTED_DONE]
    known = evidence_of(reading(), desk.measure.measure.id, desk.day) if done else []
    copies = [(entry, _copy_of(entry, known)) for entry in done]
    unproven, attached = [entry for entry, copy in copies if copy is None], [copy for _, copy in copies if copy]
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
        attach_href=_attach(desk, unproven[0]) if unproven and not desk.link else None,
        attached=attached,
        asks_extension=any(entry.facet is Facet.EXTENSION for entry in line.entries),
        by_link=by_link,
        links=[(gettext("Sign in"), url_for("access.sign_in"))] if desk.link else _onward(number),
        **_frame(desk),
    )


def _copy_of(entry: Entry[Fact], known: list[Evidence]) -> Evidence | None:
    """The file of the completion document that an entry names."""
    document = entry.fact.document if isinstance(entry.fact, ProgressFact) else None
    return file_of(document, entry.milestone_id or 0, known)


def _attach(desk: Desk, done: Entry[Fact]) -> str:
    """Where a copy of the completion document can be put in, its number and milestone filled in."""
    numbers = {state.milestone.id: state.milestone.number for state in desk.measure.milestones}
    document = done.fact.document if isinstance(done.fact, ProgressFact) else None
    return address(
        "coordination.evidence",
        number=desk.measure.measure.number,
        milestone=numbers.get(done.milestone_id or 0),
        document=document.number if document else None,
        dated=document.dated_on.isoformat() if document else None,
        _anchor="put-in",
    )


def _onward(number: str) -> list[tuple[str, str]]:
    return [
        (gettext("My items"), url_for("coordination.my")),
        (gettext("Measure %(number)s", number=number), address("oversight.measure", number=number)),
        (gettext("Report again"), address("coordination.report", number=number)),
    ]


def _frame(desk: Desk) -> dict[str, Any]:
    """What stands around a page opened by a link: it is made for the link's person, and leads nowhere else."""
    if desk.link is None:
        return {}
    signed_in = current_reader().person
    return {
        "reader": reader_of(desk.author),
        "demonstration": desk.roadmap.demonstration,
        "home_href": None,
        "somebody_else": signed_in if signed_in and signed_in.id != desk.author.id else None,
    }


def persons(ids: list[int | None]) -> dict[int, Person]:
    """The persons with these numbers."""
    return persons_by_id(reading(), {number for number in ids if number})


def _typed_texts(typed: dict[str, str], group: str) -> list[tuple[str, str]]:
    texts: list[tuple[str, Any]] = [(code, typed.get(f"{group}_{code}")) for code in LANGUAGES]
    return [(code, text) for code, text in texts if text]
