"""The reader's items on every road map, with the addresses they lead to."""

from dataclasses import dataclass

from flask import url_for

from roadmap.access.rights import Reader
from roadmap.coordination.words import duty_words
from roadmap.domain.duties import Duty, duties_of
from roadmap.domain.plan import Roadmap
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.portfolio import portfolio_on
from roadmap.web.sessions import reading, today


@dataclass(frozen=True, slots=True)
class Item:
    """One item, its road map, what is asked in words, and the form to report it in, for whoever may."""

    roadmap: Roadmap
    duty: Duty
    asked: str
    report_href: str | None


def items_of(reader: Reader) -> list[Item]:
    """Every item of the reader, road map by road map, in each the nearest date first."""
    if reader.person is None:
        return []
    found: list[Item] = []
    for position, roadmap in enumerate(all_roadmaps(reading())):
        portfolio = portfolio_on(reading(), roadmap, today(roadmap.timezone))
        # The first one is the default, whose pages stand under short addresses.
        slug = None if position == 0 else roadmap.slug
        for duty in duties_of(portfolio, reader.person, reader.measures, reader.milestones):
            found.append(Item(roadmap, duty, duty_words(duty), _form_of(duty, reader, slug)))
    return found


def _form_of(duty: Duty, reader: Reader, slug: str | None) -> str | None:
    measure = duty.measure.measure
    given = reader.given(measure.id)
    if not reader.reports_on(measure.id) or (
        given is not None and not (duty.state and duty.state.milestone.id in given)
    ):
        return None
    row = f"milestone-{duty.state.milestone.number}" if duty.state else None
    return url_for("coordination.report", number=measure.number, slug=slug, _anchor=row)
