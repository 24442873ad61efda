"""The lines of a measure's ledger, or of the road map's own, as sentences: one page of them."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext

from roadmap.access.reader import current_reader
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import BESIDE_PLAN, AmendmentFact, ExtensionFact, Fact
from roadmap.domain.ledger import Act, Entry, Line
from roadmap.domain.plan import Measure, Roadmap
from roadmap.oversight.days import ChosenTime
from roadmap.store.history import History, history_of
from roadmap.store.holders import persons_known
from roadmap.store.links import lines_by_link
from roadmap.store.people import posts_by_id
from roadmap.store.plan_choices import measure_numbers
from roadmap.web.locale import words
from roadmap.web.people_told import People, people_in
from roadmap.web.sessions import reading
from roadmap.web.telling import Teller, ToldEntry, deadlines_before

# No number of a line has as many figures.
_TOO_LONG = 10


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line of the ledger, readable. Whether it came late or was wrong stands beside it."""

    seq: int
    act: Act
    on: date
    recorded_at: datetime
    backdated: bool
    by_link: bool
    author: str
    entries: tuple[ToldEntry, ...]
    corrects: int | None
    corrected_by: int | None


@dataclass(frozen=True, slots=True)
class ToldHistory:
    """A page of lines, the newest first, and where those before it are."""

    lines: tuple[ToldLine, ...]
    total: int
    earlier: int | None
    newest: bool
    shown: frozenset[int]


def told_history(
    roadmap: Roadmap, chosen: ChosenTime, measure: Measure | None = None, calendar: WorkingCalendar | None = None
) -> ToldHistory:
    """The page of a measure's history, or of the road map's own, that ``?line=`` asks for: its first line, or any."""
    session, asked = reading(), request.args.get("line", "")
    line = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < _TOO_LONG else None
    number = measure.id if measure else None
    history = history_of(session, roadmap.id, number, chosen.day, chosen.known_at, line)
    posts, persons = people_in(history.lines)
    held = persons_known(session, persons, chosen.day, chosen.known_at)
    people = People(posts_by_id(session, posts), held, current_reader().sees_names)
    by_link = lines_by_link(session, roadmap.id, [line.seq for line in history.lines])
    return history_told(history, measure, people, roadmap.timezone, by_link, calendar, _numbers(roadmap, history))


def _numbers(roadmap: Roadmap, history: History) -> dict[str, str]:
    """What the measures are called that something around the plan is about, where a line on the page says so."""
    facts = (entry.fact for line in history.lines for entry in line.entries)
    if not any(isinstance(fact, AmendmentFact) and fact.element in BESIDE_PLAN for fact in facts):
        return {}
    return {f"measure {number}": name for name, number in measure_numbers(reading(), roadmap.id).items()}


def line_address(told: ToldHistory, link: Callable[..., str], number: str, seq: int) -> str:
    """Where a line of the measure ``number`` can be read: further down, or on the page of the history that has it."""
    anchor = f"line-{seq}"
    return f"#{anchor}" if seq in told.shown else link("measure", number=number, line=seq, _anchor=anchor)


def history_told(
    history: History,
    measure: Measure | None,
    people: People,
    timezone: str,
    by_link: Set[int] = frozenset(),
    calendar: WorkingCalendar | None = None,
    numbers: Mapping[str, str] | None = None,
) -> ToldHistory:
    """The lines in words; ``by_link`` came through the link in a mail. Without a measure, the road map's own.

    ``numbers`` are what ``Teller.bodies`` says of measures.
    """
    spoken = [entry for line in history.lines for entry in line.entries]
    requests = [entry for entry in spoken if isinstance(entry.fact, ExtensionFact)]
    before = deadlines_before((*history.deadlines, *requests), history.wrong)
    teller = Teller(_subjects(measure), people, before, calendar, _bodies(measure) | dict(numbers or {}))
    zone = ZoneInfo(timezone)
    lines = tuple(_told(line, teller, zone, by_link) for line in history.lines)
    return ToldHistory(lines, history.total, history.earlier, history.newest, history.shown)


def _told(line: Line, teller: Teller, zone: ZoneInfo, by_link: Set[int]) -> ToldLine:
    return ToldLine(
        seq=line.seq,
        act=line.act,
        on=line.effective_on,
        recorded_at=line.recorded_at,
        backdated=line.backdated(zone),
        by_link=line.seq in by_link,
        author=teller.people.author(line.author_id, line.act),
        entries=tuple(teller.told(entry) for entry in line.entries),
        corrects=line.corrects,
        corrected_by=line.corrected_by,
    )


def _subjects(measure: Measure | None) -> Callable[[Entry[Fact]], str]:
    milestones = {each.id: each for each in measure.milestones} if measure else {}

    def subject(entry: Entry[Fact]) -> str:
        milestone = milestones.get(entry.milestone_id or 0)
        if milestone:
            return gettext("%(number)s %(title)s", number=milestone.number, title=words(milestone.title))
        return gettext("The measure as a whole") if entry.measure_id else gettext("The road map")

    return subject


def _bodies(measure: Measure | None) -> dict[str, str]:
    executors = measure.executors if measure else ()
    return {each.organisation.code: words(each.organisation.short or each.organisation.name) for each in executors}
