"""The form as it is opened: from the draft if there is one, else from the last report."""

from roadmap.coordination.desk import Desk
from roadmap.coordination.filling import filled_from, from_draft
from roadmap.coordination.forms import form_for
from roadmap.coordination.report import form_sent
from roadmap.coordination.sheets import report_page
from roadmap.coordination.unchanged import unchanged_on
from roadmap.store.drafts import draft_of
from roadmap.web.sessions import reading


def form_page(desk: Desk) -> str:
    """The page of the form, nothing sent yet."""
    draft = draft_of(reading(), desk.author.id, desk.measure.measure.id)
    if draft:
        return report_page(desk, form_sent(desk, from_draft(draft, desk.roadmap.timezone, desk.day)), draft=draft)
    form = form_for(desk.measure, filled=filled_from(desk.measure, desk.last_line, desk.day))
    return report_page(desk, form, unchanged=unchanged_on(desk))
