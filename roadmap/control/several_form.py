"""The form for one decision about several milestones, and what was chosen in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext
from wtforms import HiddenField

from roadmap.domain.control import ProposedVerdict
from roadmap.domain.facts import Verdict
from roadmap.domain.portfolio import ItemState, Portfolio
from roadmap.web.fields import WordsField
from roadmap.web.forms import Form

ITEM, SEEN = "item", "seen-"
# Far more than is ever reported done at once; a longer list was not made by the page.
CHOSEN_AT_MOST = 500
_TAKEN = {"confirm": Verdict.CONFIRMED, "return": Verdict.RETURNED}


class SeveralForm(Form):
    """Confirm several, or return several with one reason."""

    act = HiddenField()
    reason = WordsField(lazy_gettext("Reason for returning"))

    @property
    def proposed(self) -> ProposedVerdict:
        """The verdict that the pressed button stands for; a reason is for returning alone."""
        verdict = _TAKEN.get(request.form.get("act", ""))
        return ProposedVerdict(verdict, self.reason.typed if verdict is Verdict.RETURNED else "")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The milestones that were ticked, and the last line of each of their measures (by id) that was seen."""

    items: list[ItemState]
    seen: Mapping[int, int]

    @property
    def ids(self) -> set[int]:
        """The numbers (ids) of the milestones."""
        return {item.state.milestone.id for item in self.items}

    def of_measure(self) -> dict[int, list[ItemState]]:
        """The milestones by the number (id) of their measure, in the plan's order."""
        found: dict[int, list[ItemState]] = {}
        for item in self.items:
            found.setdefault(item.measure.measure.id, []).append(item)
        return found

    def crossed(self, last: Mapping[int, int]) -> dict[int, int]:
        """The measures about which there is a line that was not seen, each with the last that was.

        A number beyond the last line was given to nobody, so whoever sends it has seen nothing.
        """
        ends = {number: (seen, last.get(number, 0)) for number, seen in self.seen.items()}
        return {number: seen if seen < end else 0 for number, (seen, end) in ends.items() if seen != end}


def chosen_in(portfolio: Portfolio) -> Chosen:
    """What was ticked in the form that was sent; what the road map does not have is left out."""
    typed = request.form.getlist(ITEM)[:CHOSEN_AT_MOST]
    ids = {_number(each) for each in typed}
    items = [
        ItemState(measure, state)
        for measure in portfolio.measures
        for state in measure.milestones
        if state.milestone.id in ids
    ]
    measures = {item.measure.measure.id for item in items}
    return Chosen(items, {number: _number(request.form.get(f"{SEEN}{number}", "")) for number in measures})


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
