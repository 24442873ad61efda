"""The one read model: a whole road map on one day, judged. Pages, mails and documents are made from nothing else."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.health import judge_milestone
from roadmap.domain.holdings import answers_for
from roadmap.domain.measures import MeasureState, judge_measure
from roadmap.domain.people import Post, Responsible
from roadmap.domain.plan import Measure, Roadmap
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.terms import with_terms
from roadmap.store.days import working_calendar
from roadmap.store.holders import around_posts
from roadmap.store.ledger_reading import records_of
from roadmap.store.people import posts_by_id
from roadmap.store.plan_history import plan_on, written_plan


def portfolio_on(
    session: Session,
    roadmap: Roadmap,
    day: date,
    known_at: datetime | None = None,
    beside: Portfolio | None = None,
) -> Portfolio:
    """The road map as of ``day`` and, with ``known_at``, as it was known at that moment.

    Eleven queries, and with ``known_at`` thirteen, however many measures, milestones and lines there are, and one more
    where the plan was another one, and two where somebody held a post then whom nothing names today. ``beside`` is the
    same road map on another day, read in the same session: the plan's rows are the same on every day, and taking them
    over saves six, and the calendar where both are known at the same moment.
    """
    return _read(session, roadmap, day, known_at, beside=beside)


def measure_on(
    session: Session, roadmap: Roadmap, number: str, day: date, known_at: datetime | None = None
) -> MeasureState | None:
    """One measure as it stands in ``portfolio_on``, at the cost of one; ``None`` if there is none of this number."""
    found = alone_on(session, roadmap, number, day, known_at)
    return found.measures[0] if found.measures else None


def alone_on(session: Session, roadmap: Roadmap, number: str, day: date, known_at: datetime | None = None) -> Portfolio:
    """The road map as in ``portfolio_on``, with no other measure than the one that had this number on that day."""
    return _read(session, roadmap, day, known_at, number)


def _read(
    session: Session,
    roadmap: Roadmap,
    day: date,
    known_at: datetime | None,
    number: str | None = None,
    beside: Portfolio | None = None,
) -> Portfolio:
    written = written_plan(session, roadmap, day, known_at, number, beside.plan if beside else None)
    roadmap, measures = plan_on(session, written, day, known_at)
    # Whichever has this number today may have had another one.
    measures = tuple(measure for measure in measures if number in (None, measure.number))
    of_then = (roadmap.calendar, known_at)
    same_days = beside is not None and (beside.roadmap.calendar, beside.known_at) == of_then
    calendar = beside.calendar if beside and same_days else working_calendar(session, *of_then)
    one = None if number is None else next((measure.id for measure in measures), 0)
    found = {} if one == 0 else records_of(session, roadmap.id, day, known_at, one)
    records = with_terms(found, roadmap.adopted_on)
    holders = _Holders(session, records, day, known_at)
    judged = tuple(
        _judged(measure, records.get(measure.id, MeasureRecord()), holders, day, calendar) for measure in measures
    )
    return Portfolio(roadmap, day, known_at, judged, calendar, written)


def _judged(
    measure: Measure, record: MeasureRecord, holders: "_Holders", day: date, calendar: WorkingCalendar
) -> MeasureState:
    milestones = tuple(
        judge_milestone(
            milestone,
            said := record.of_milestone(milestone.id),
            # Where nobody is named for a milestone, whoever answers for the measure answers for it.
            holders.of(said).or_else(holders.of(record.measure)),
            day,
            calendar,
        )
        for milestone in measure.milestones
    )
    return judge_measure(measure, record, milestones, holders.of(record.measure), day, calendar)


class _Holders:
    """The posts and persons whom the records speak of, read at once."""

    def __init__(
        self, session: Session, records: dict[int, MeasureRecord], day: date, known_at: datetime | None
    ) -> None:
        owners = [
            subject.owner.fact
            for record in records.values()
            for subject in (record.measure, *record.milestones.values())
            if subject.owner
        ]
        persons = {number for fact in owners for number in (fact.person_id, fact.contact_id) if number}
        posts = {fact.post_id for fact in owners if fact.post_id}
        self._posts: dict[int, Post] = posts_by_id(session, posts)
        self._persons, self._holdings = around_posts(session, persons, posts, day, known_at)
        self._day = day

    def of(self, record: SubjectRecord) -> Responsible:
        """Who answers for a subject on the day of the record."""
        if record.owner is None:
            return Responsible()
        fact = record.owner.fact
        person_id = fact.person_id
        if fact.post_id:
            person_id = answers_for(fact.post_id, fact.person_id, self._holdings, self._day)
        return Responsible(
            self._posts.get(fact.post_id or 0),
            self._persons.get(person_id or 0),
            self._persons.get(fact.contact_id or 0),
        )
