"""Random road maps, ledgers and calendars, and what the rule says of each on any day, known at any moment.

The plan's twin goes the other way round than the program: it begins with the first plan and writes over it what was
amended, where the program begins with today's and undoes.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from roadmap.domain.amendments import canonical
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.days import CalendarDay
from roadmap.domain.facts import (
    AmendmentFact,
    CorrectionFact,
    Element,
    Fact,
    FieldChange,
)
from roadmap.domain.health import judge_milestone
from roadmap.domain.ledger import ADDING, REPLACING, Act, Entry, Facet, Statement, in_force, speaking
from roadmap.domain.measures import SAME_TEXT_REPORTS, MeasureState, judge_measure
from roadmap.domain.people import Responsible
from roadmap.domain.plan import Measure
from roadmap.domain.records import MeasureRecord
from roadmap.domain.text import LocalizedText
from roadmap.store.days import day_of, set_day
from roadmap.store.ledger import EntryRow, append
from roadmap.store.ledger_reading import entry_of, record_of
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow
from roadmap.store.plan_reading import measures_of
from tests.builders.portfolios import BuiltRoadmap
from tests.builders.told import EVERY_MOMENT, Added, DayChanged, Retitled, Told


@dataclass
class World:
    """A road map as it was first, and everything that was said of it since."""

    built: BuiltRoadmap
    first: tuple[Measure, ...]
    entries: list[Entry[Fact]]
    changed: list[tuple[datetime, DayChanged]]


def written(session: Session, built: BuiltRoadmap, told: Iterable[Told]) -> World:
    """Writes everything down as the program's pages do, the plan's rows as they stand at the end."""
    first = tuple(measures_of(session, built.id))
    titles = {each.id: each.title for measure in first for each in measure.milestones}
    of_measures = {measure.id: measure.title for measure in first}
    changed: list[tuple[datetime, DayChanged]] = []
    # Whatever is changed in the calendar is changed at one time after the other.
    clock = EVERY_MOMENT[0]
    for number, what, on, at in told:
        measure = built.measures[number.split(".")[0]] if number else None
        milestone = built.milestones.get(number or "")
        if isinstance(what, DayChanged):
            clock = max(clock, at)
            changed.append((clock, what))
            _change_day(session, what, clock)
            continue
        if isinstance(what, Retitled):
            was = titles[milestone] if milestone else of_measures[measure or 0]
            what = (_amended(milestone, canonical(was), what.title),)
        elif isinstance(what, Added):
            what = (Statement(Facet.AMENDMENT, AmendmentFact(Element.MILESTONE, (), added=True)),)
        _append(session, built, measure, milestone, what, on, at)
    entries = [entry_of(row) for row in session.scalars(select(EntryRow).order_by(EntryRow.seq, EntryRow.position))]
    world = World(built, first, entries, changed)
    _keep_rows(session, world)
    return world


def _amended(milestone: int | None, before: str, title: str) -> Statement:
    element = Element.MILESTONE if milestone else Element.MEASURE
    change = FieldChange("title", before, canonical(LocalizedText(en=title)))
    return Statement(Facet.AMENDMENT, AmendmentFact(element, (change,)))


def _append(
    session: Session,
    built: BuiltRoadmap,
    measure: int | None,
    milestone: int | None,
    statements: tuple[Statement, ...],
    on: date,
    at: datetime,
) -> None:
    append(
        session,
        roadmap_id=built.id,
        measure_id=measure,
        act=Act.DECISION,
        statements=list(_sayable(session, built, milestone, statements)),
        effective_on=on,
        recorded_at=at,
        author_id=None,
    )


def _sayable(
    session: Session, built: BuiltRoadmap, milestone: int | None, statements: Iterable[Statement]
) -> Iterator[Statement]:
    """The statements about a milestone, with at most one correction, and that of an earlier line."""
    head = session.scalars(select(RoadmapRow.head_seq).where(RoadmapRow.id == built.id)).one()
    corrects = False
    for each in statements:
        fact = each.fact
        if isinstance(fact, CorrectionFact):
            if corrects or not head:
                continue
            corrects, fact = True, CorrectionFact(1 + fact.line % head, fact.reason)
        yield Statement(each.facet, fact, milestone)


def _change_day(session: Session, day: DayChanged, at: datetime) -> None:
    found = day_of(session, "KZ", day.on)
    as_told = CalendarDay(day.on, day.working, LocalizedText(en="act"), "15")
    set_day(session, "KZ", as_told, found.fingerprint if found else "", author_id=None, at=at)


def _keep_rows(session: Session, world: World) -> None:
    """The rows hold the plan of today: what was corrected is not in them, whenever that was."""
    lasting = _amendments(speaking(world.entries, date.max))
    for row, titles in ((MilestoneRow, True), (MeasureRow, False)):
        for (measure, milestone), entries in lasting.items():
            if bool(milestone) is titles and (title := _title(entries)):
                session.execute(update(row).where(row.id == (milestone or measure)).values(title=title))
    session.expire_all()


Amendments = dict[tuple[int | None, int | None], list[AmendmentFact]]


def _amendments(heard: Iterable[Entry[Fact]]) -> Amendments:
    found: Amendments = defaultdict(list)
    for entry in heard:
        if isinstance(entry.fact, AmendmentFact):
            found[entry.measure_id, entry.milestone_id].append(entry.fact)
    return found


def _title(amendments: Iterable[AmendmentFact]) -> LocalizedText | None:
    """The title that the last of them gave, if one of them gave any."""
    given = [change.after for fact in amendments for change in fact.changes if change.after]
    return LocalizedText(**json.loads(given[-1])) if given else None


def twin(world: World, day: date, known_at: datetime | None) -> tuple[MeasureState, ...]:
    """Every measure as the rule has it, without a database."""
    records = chosen_by_the_twin(world.entries, day, known_at)
    calendar = _calendar(world, known_at)
    heard = speaking(world.entries, day, known_at)
    found = []
    for measure in _plan(world, heard):
        record = records.get(measure.id, MeasureRecord())
        states = tuple(
            judge_milestone(each, record.of_milestone(each.id), Responsible(), day, calendar)
            for each in measure.milestones
        )
        found.append(judge_measure(measure, record, states, Responsible(), day, calendar))
    return tuple(found)


def _calendar(world: World, known_at: datetime | None) -> WorkingCalendar:
    known = [change for at, change in world.changed if known_at is None or at <= known_at]
    return WorkingCalendar({change.on: change.working for change in known})


def _plan(world: World, heard: list[Entry[Fact]]) -> Iterator[Measure]:
    """The first plan with what is heard written over it; what was ever added is there only if that is heard."""
    adding = [entry for entry in world.entries if isinstance(entry.fact, AmendmentFact) and entry.fact.added]
    # What was added twice was there once only if neither is taken back; what is said anew in its place is not.
    places = {(entry.milestone_id, entry.written[0]) for entry in adding}
    missing = {
        number for number, _place in places - {(each.milestone_id, each.written[0]) for each in adding if each in heard}
    }
    amended = _amendments(heard)
    for measure in world.first:
        steps = [
            replace(step, title=_title(amended.get((measure.id, step.id), ())) or step.title)
            for step in measure.milestones
            if step.id not in missing
        ]
        title = _title(amended.get((measure.id, None), ())) or measure.title
        yield replace(measure, title=title, milestones=tuple(steps))


def chosen_by_the_twin(entries: list[Entry[Fact]], day: date, known_at: datetime | None) -> dict[int, MeasureRecord]:
    """What the rule says is in force: the last of what is replaced, all of what adds up, the last three reports."""
    heard = [entry for entry in speaking(entries, day, known_at) if entry.measure_id]
    last = in_force(entries, day, known_at).values()
    kept = [entry for entry in last if entry.facet in REPLACING]
    kept += [entry for entry in heard if entry.facet in ADDING]
    by_measure: dict[int, list[Entry[Fact]]] = defaultdict(list)
    for entry in kept:
        by_measure[entry.measure_id or 0].append(entry)
    for measure_id in {entry.measure_id for entry in heard}:
        reports = [entry for entry in heard if entry.facet is Facet.REPORT and entry.measure_id == measure_id]
        by_measure[measure_id or 0] += reports[-SAME_TEXT_REPORTS:]
    return {measure_id: record_of(found) for measure_id, found in by_measure.items() if found}
