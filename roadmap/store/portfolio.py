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
from roadmap.store.ledger_reading import records_of
from roadmap.store.people import persons_around_posts, posts_by_id
from roadmap.store.plan_reading import measures_of


def portfolio_on(
    session: Session,
    roadmap: Roadmap,
    day: date,
    known_at: datetime | None = None,
    beside: Portfolio | None = None,
) -> Portfolio:
    """The road map as of ``day`` and, with ``known_at``, as it was known at that moment.

    Eleven queries, and with ``known_at`` twelve, however many measures, milestones and lines there are. ``beside`` is
    the same road map on another day, read in the same session: plan and calendar are the same on every day, and taking
    them over saves seven.
    """
    calendar = beside.calendar if beside else working_calendar(session, roadmap.calendar, known_at)
    measures = [state.measure for state in beside.measures] if beside else measures_of(session, roadmap.id)
    records = with_terms(records_of(session, roadmap.id, day, known_at), roadmap.stage_act)
    holders = _Holders(session, records, day)
    judged = tuple(
        _judged(measure, records.get(measure.id, MeasureRecord()), holders, day, calendar) for measure in measures
    )
    return Portfolio(roadmap, day, known_at, judged, calendar)


def measure_on(
    session: Session, roadmap: Roadmap, number: str, day: date, known_at: datetime | None = None
) -> MeasureState | None:
    """One measure as it stands in ``portfolio_on``, at the cost of one; ``None`` if there is none of this number."""
    calendar = working_calendar(session, roadmap.calendar, known_at)
    for measure in measures_of(session, roadmap.id, number):
        records = with_terms(records_of(session, roadmap.id, day, known_at, measure.id), roadmap.stage_act)
        return _judged(
            measure, records.get(measure.id, MeasureRecord()), _Holders(session, records, day), day, calendar
        )
    return None


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

    def __init__(self, session: Session, records: dict[int, MeasureRecord], day: date) -> None:
        owners = [
            subject.owner.fact
            for record in records.values()
            for subject in (record.measure, *record.milestones.values())
            if subject.owner
        ]
        persons = {number for fact in owners for number in (fact.person_id, fact.contact_id) if number}
        posts = {fact.post_id for fact in owners if fact.post_id}
        self._posts: dict[int, Post] = posts_by_id(session, posts)
        self._persons, self._holdings = persons_around_posts(session, persons, posts, day)
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
