"""What a page of the controlling side is about: a measure or one of its milestones, as it stands today."""

from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy.orm import Session

from roadmap.access.reader import current_reader
from roadmap.domain.health import ControlStatus, Dates, MilestoneState
from roadmap.domain.ledger import Act, Line, Statement
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Responsible
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.store.ledger import append, last_line_of
from roadmap.store.ledger_reading import lines_of, records_of
from roadmap.store.portfolio import portfolio_on
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import now, reading, today


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure or a milestone, judged, and what the ledger says of it alone. ``last_seq``: its measure's last line."""

    portfolio: Portfolio
    measure: MeasureState
    milestone: MilestoneState | None
    record: SubjectRecord
    last_seq: int

    @property
    def milestone_id(self) -> int | None:
        """The milestone's number (id), or ``None`` for the measure itself."""
        return self.milestone.milestone.id if self.milestone else None

    @property
    def milestone_number(self) -> str | None:
        """The milestone's number in the plan, for addresses."""
        return self.milestone.milestone.number if self.milestone else None

    @property
    def state(self) -> MeasureState | MilestoneState:
        """What is judged."""
        return self.milestone or self.measure

    @property
    def control(self) -> ControlStatus:
        """The control status."""
        return self.state.control

    @property
    def dates(self) -> Dates:
        """Its dates."""
        return self.state.dates

    @property
    def responsible(self) -> Responsible:
        """Who answers, in the end."""
        return self.state.responsible

    @property
    def reported_by(self) -> int | None:
        """The number of the person whose word on the milestone is in force."""
        return self.record.progress.author_id if self.record.progress else None

    def written_since(self, seq: int) -> list[Line]:
        """The lines about the measure after line ``seq``, the newest first."""
        lines = lines_of(reading(), self.measure.measure.id, self.portfolio.day, None)
        return sorted((line for line in lines if line.seq > seq), key=lambda line: line.seq, reverse=True)


def portfolio_now() -> Portfolio:
    """The road map of the address as it stands today."""
    roadmap = current_roadmap()
    return portfolio_on(reading(), roadmap, today(roadmap.timezone))


def subject_of(number: str, milestone_number: str | None = None) -> Subject:
    """What the address names; 404 if there is no such measure or milestone."""
    portfolio = portfolio_now()
    measure = portfolio.measure(number)
    if measure is None:
        abort(404)
    milestone = None
    if milestone_number is not None:
        found = (state for state in measure.milestones if state.milestone.number == milestone_number)
        milestone = next(found, None) or abort(404)
    return _as_it_stands(portfolio, measure, milestone)


def subject_by_id(measure_id: int | None, milestone_id: int | None) -> Subject | None:
    """A measure, or one of its milestones, by its number (id); ``None`` if the road map has no such thing."""
    portfolio = portfolio_now()
    measure = next((state for state in portfolio.measures if state.measure.id == measure_id), None)
    if measure is None:
        return None
    milestone = next((state for state in measure.milestones if state.milestone.id == milestone_id), None)
    return _as_it_stands(portfolio, measure, milestone)


def _as_it_stands(portfolio: Portfolio, measure: MeasureState, milestone: MilestoneState | None) -> Subject:
    record = records_now(portfolio).get(measure.measure.id, MeasureRecord())
    own = record.measure if milestone is None else record.of_milestone(milestone.milestone.id)
    return Subject(portfolio, measure, milestone, own, last_line_of(reading(), measure.measure.id))


def records_now(portfolio: Portfolio) -> dict[int, MeasureRecord]:
    """What the ledger says of every measure today, by the measure's number (id)."""
    return records_of(reading(), portfolio.roadmap.id, portfolio.day, None)


def decide(session: Session, subject: Subject, statements: list[Statement], effective_on: date, last_seen: int) -> int:
    """Writes one decision of the reader about a subject and returns its number; ``MovedOn`` if it crosses another."""
    roadmap_id, measure_id = subject.portfolio.roadmap.id, subject.measure.measure.id
    return decide_about(session, roadmap_id, measure_id, statements, effective_on, last_seen)


def decide_about(
    session: Session,
    roadmap_id: int,
    measure_id: int,
    statements: list[Statement],
    effective_on: date,
    last_seen: int,
) -> int:
    """The same, about a measure by its number (id)."""
    return append(
        session,
        roadmap_id=roadmap_id,
        measure_id=measure_id,
        act=Act.DECISION,
        statements=statements,
        effective_on=effective_on,
        recorded_at=now(),
        author_id=reader_number(),
        last_seen=last_seen,
    )


def reader_number() -> int:
    """The number of the person who is signed in; the guard has made sure that somebody is."""
    person = current_reader().person
    if person is None:
        abort(401)
    return person.id
