"""The whole demonstration into one session, line after line as it would have been written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.ledger import Act
from roadmap.store.days import working_calendar
from roadmap.store.demonstration.files import Demonstration
from roadmap.store.demonstration.people import put_people, put_posts, taken_addresses
from roadmap.store.demonstration.rows import put_rows
from roadmap.store.demonstration.schedule import Schedule
from roadmap.store.demonstration.statements import Numbers, statements_of
from roadmap.store.demonstration.story_file import DecisionSeed, ReportSeed, StoryFile
from roadmap.store.ledger import append, touch
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow


class CannotBeLoaded(Exception):
    """The demonstration does not fit this database; the message says why."""


class AlreadyThere(CannotBeLoaded):
    """The road map has a record: the demonstration itself, or a real one that it must not be mixed into."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was added."""

    people: int
    lines: int


def load(session: Session, demonstration: Demonstration, *, day: date, at: datetime, password_hash: str) -> Loaded:
    """Writes the people and the story around ``day``; the caller commits. ``at`` is now.

    Raises ``AlreadyThere`` or ``CannotBeLoaded`` before anything is written.
    """
    story, people = demonstration.story, demonstration.people
    roadmap = _road_map_without_a_record(session, story.roadmap)
    measures, milestones = _plan(session, roadmap.id)
    reported_on = {person.measure for person in people.people if person.measure}
    rows = {number for row in story.grid_rows for number in row.milestones}
    missing = sorted({*_names_of_plan(story), *reported_on} - {*measures, *milestones, *rows})
    if missing:
        raise CannotBeLoaded(
            f"The road map {story.roadmap} has no {', '.join(missing)}, of which the demonstration tells."
        )
    if taken := taken_addresses(session, people):
        raise CannotBeLoaded(f"Somebody already has the address {', '.join(taken)}.")
    posts = put_posts(session, people)
    persons = put_people(
        session, people, posts, roadmap_id=roadmap.id, measures=measures, password_hash=password_hash, at=at
    )
    schedule = Schedule(day, at, ZoneInfo(roadmap.timezone), working_calendar(session, roadmap.calendar))
    roadmap.demonstration = True
    roadmap.escalate_after = story.escalate_after
    session.flush()
    if story.grid_rows:
        put_rows(session, story, roadmap, measures, at)
        measures, milestones = _plan(session, roadmap.id)
        if not rows <= set(milestones):
            raise CannotBeLoaded(
                f"The steps of the demonstration's rows get other numbers than {', '.join(sorted(rows))}."
            )
    numbers = Numbers(measures, milestones, persons, posts)
    for event in story.events:
        _write(session, roadmap.id, event, schedule, numbers)
    touch(session, roadmap.id)
    return Loaded(len(persons), len(story.events))


def _road_map_without_a_record(session: Session, slug: str) -> RoadmapRow:
    # Locked, so that two who load at once do not both find it empty.
    roadmap = session.scalar(select(RoadmapRow).where(RoadmapRow.slug == slug).with_for_update())
    if roadmap is None:
        raise CannotBeLoaded(f"There is no road map {slug} yet. Load the seeds first: flask --app wsgi seed")
    if roadmap.demonstration:
        raise AlreadyThere("The demonstration is loaded already. To begin anew: make reset")
    if roadmap.head_seq:
        raise AlreadyThere("The record has lines already, and the demonstration is not mixed into it.")
    return roadmap


def _plan(session: Session, roadmap_id: int) -> tuple[dict[str, int], dict[str, int]]:
    of_measures = select(MeasureRow.number, MeasureRow.id).where(MeasureRow.roadmap_id == roadmap_id)
    measures = dict(session.execute(of_measures).all())
    of_milestones = select(MilestoneRow.number, MilestoneRow.id).where(MilestoneRow.measure_id.in_(measures.values()))
    return measures, dict(session.execute(of_milestones).all())


def _names_of_plan(story: StoryFile) -> Iterator[str]:
    for event in story.events:
        yield event.measure
        if isinstance(event, ReportSeed):
            yield from (progress.milestone for progress in event.milestones)
        else:
            yield from (deadline.milestone for deadline in event.deadlines)
            yield from (verdict.milestone for verdict in event.verdicts)


def _write(
    session: Session, roadmap_id: int, event: ReportSeed | DecisionSeed, schedule: Schedule, numbers: Numbers
) -> None:
    seq = append(
        session,
        roadmap_id=roadmap_id,
        measure_id=numbers.measures[event.measure],
        act=Act.DECISION if isinstance(event, DecisionSeed) else Act.REPORT,
        statements=statements_of(event, schedule, numbers),
        effective_on=schedule.past(event.day if event.effective is None else event.effective),
        recorded_at=schedule.moment(event.day, event.time),
        author_id=numbers.people[event.by],
    )
    if isinstance(event, ReportSeed) and event.ask:
        numbers.asks[event.ask.code] = seq
