"""The reader's items on every road map, with the addresses they lead to."""

from dataclasses import dataclass

from flask import url_for

from roadmap.access.rights import Reader
from roadmap.coordination.words import duty_words
from roadmap.domain.duties import Duty, duties_of
from roadmap.domain.plan import Roadmap
from roadmap.domain.settled import SettledAsk, settled_lately
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


@dataclass(frozen=True, slots=True)
class Settled:
    """What was asked about a measure of the reader's and has been answered or withdrawn lately."""

    roadmap: Roadmap
    ask: SettledAsk
    href: str


@dataclass(frozen=True, slots=True)
class Mine:
    """Every item of a reader, road map by road map, in each the nearest date first, and what was answered to him."""

    items: list[Item]
    settled: list[Settled]


def mine_of(reader: Reader) -> Mine:
    """What lies with the reader."""
    found = Mine([], [])
    if reader.person is None:
        return found
    for position, roadmap in enumerate(all_roadmaps(reading())):
        portfolio = portfolio_on(reading(), roadmap, today(roadmap.timezone))
        # The first one is the default, whose pages stand under short addresses.
        slug = None if position == 0 else roadmap.slug
        for duty in duties_of(portfolio, reader.person, reader.measures, reader.milestones):
            found.items.append(Item(roadmap, duty, duty_words(duty), _form_of(duty, reader, slug)))
        own = [measure for measure in portfolio.measures if reader.reports_on(measure.measure.id)]
        found.settled.extend(_settled(roadmap, ask, slug) for ask in settled_lately(own, portfolio.day))
    return found


def _settled(roadmap: Roadmap, ask: SettledAsk, slug: str | None) -> Settled:
    number, line = ask.measure.measure.number, f"line-{ask.by.seq}"
    return Settled(roadmap, ask, url_for("oversight.measure", number=number, slug=slug, _anchor=line))


def _form_of(duty: Duty, reader: Reader, slug: str | None) -> str | None:
    measure = duty.measure.measure
    given = reader.given(measure.id)
    if not reader.reports_on(measure.id) or (
        given is not None and not (duty.state and duty.state.milestone.id in given)
    ):
        return None
    row = f"milestone-{duty.state.milestone.number}" if duty.state else None
    return url_for("coordination.report", number=measure.number, slug=slug, _anchor=row)
