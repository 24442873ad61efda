"""Writing a reading down as a line of the ledger, and the further line that corrects one."""

from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from roadmap.access.reader import current_reader
from roadmap.domain.facts import CorrectionFact, ReadingFact
from roadmap.domain.indicators import Indicator
from roadmap.domain.ledger import Act, Entry, Facet, Statement
from roadmap.domain.readings import ProposedReading
from roadmap.store.evidence import take_turn
from roadmap.store.ledger import append
from roadmap.store.reading_lines import readings_of
from roadmap.web.operations import operation
from roadmap.web.roadmaps import address, current_roadmap
from roadmap.web.sessions import now, today, writing


class Meanwhile(Exception):
    """Somebody else wrote for the same day, or corrected the same line, since the form was opened."""

    def __init__(self, entry: Entry[ReadingFact] | None) -> None:
        super().__init__("a reading was written meanwhile")
        self.entry = entry


def add(proposed: ProposedReading, indicator: Indicator, act: Act) -> Response:
    """Writes the reading down and leads to the indicators; ``Meanwhile`` if there is one for its day by now."""
    with writing() as session:
        mine = operation(session)
        there = _there(session, indicator)
        if same := next((each for each in there if each.fact.on == proposed.on), None):
            raise Meanwhile(same)
        statements = [Statement(Facet.READING, _fact(proposed, indicator))]
        seq = _append(session, act, statements)
        mine.finish(session, _back_to(indicator), gettext("The reading is in the record as line %(seq)s", seq=seq))
        session.commit()
    return mine.answer()


def put_right(
    wrong: Entry[ReadingFact], proposed: ProposedReading | None, reason: str, indicator: Indicator, act: Act
) -> Response:
    """Corrects a reading; without a proposal nothing replaces it. ``Meanwhile`` if it was corrected by now."""
    with writing() as session:
        mine = operation(session)
        there = _there(session, indicator)
        day = proposed.on if proposed else None
        same = next((each for each in there if each.fact.on == day and each.seq != wrong.seq), None)
        if same or wrong.seq not in {each.seq for each in there}:
            raise Meanwhile(same or next((each for each in there if each.place == wrong.place), None))
        statements = [Statement(Facet.CORRECTION, CorrectionFact(wrong.seq, reason))]
        if proposed:
            statements.append(Statement(Facet.READING, _fact(proposed, indicator)))
        seq = _append(session, act, statements, wrong)
        mine.finish(
            session,
            _back_to(indicator),
            gettext("Line %(wrong)s is corrected by line %(seq)s", wrong=wrong.seq, seq=seq),
        )
        session.commit()
    return mine.answer()


def _there(session: Session, indicator: Indicator) -> list[Entry[ReadingFact]]:
    """The readings that count, once nobody else can add one."""
    roadmap = current_roadmap()
    take_turn(session, roadmap.id)
    return readings_of(session, roadmap.id, today(roadmap.timezone)).get(indicator.code, [])


def _append(session: Session, act: Act, statements: list[Statement], corrects: Entry[ReadingFact] | None = None) -> int:
    """A correction speaks of the day on which the wrong line came into the record."""
    roadmap, person = current_roadmap(), current_reader().person
    return append(
        session,
        roadmap_id=roadmap.id,
        measure_id=None,
        act=act,
        statements=statements,
        effective_on=corrects.effective_on if corrects else today(roadmap.timezone),
        recorded_at=now(),
        author_id=person.id if person else None,
    )


def _fact(proposed: ProposedReading, indicator: Indicator) -> ReadingFact:
    if proposed.on is None or proposed.amount.value is None:
        raise ValueError("a reading without a day or a value was not objected to")
    return ReadingFact(indicator.code, proposed.on, proposed.amount.value, proposed.source, proposed.note)


def _back_to(indicator: Indicator) -> str:
    return address("oversight.indicators", on=None, known=None, _anchor=f"readings-{indicator.code}")
