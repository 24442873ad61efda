"""What others wrote while a form was open, said so that both can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from roadmap.control.subjects import Subject
from roadmap.domain.facts import Fact
from roadmap.domain.ledger import Entry, Line
from roadmap.store.people import persons_by_id, posts_by_id
from roadmap.web.people_told import People, people_in
from roadmap.web.sessions import reading
from roadmap.web.telling import Teller, ToldEntry, deadlines_before


@dataclass(frozen=True, slots=True)
class LineWords:
    """A line of the ledger for a reader: its number, who wrote it and when, and each entry as it is told."""

    seq: int
    who: str
    recorded_at: datetime
    entries: tuple[ToldEntry, ...]


def sentences_of(lines: Sequence[Line], subject: Subject) -> list[LineWords]:
    """The lines about a subject's measure in words."""
    numbers = {state.milestone.id: state.milestone.number for state in subject.measure.milestones}
    return sentences_about(lines, numbers)


def sentences_about(
    lines: Sequence[Line], milestones: Mapping[int, str], measures: Mapping[int, str] | None = None
) -> list[LineWords]:
    """The lines in words; each sentence begins with the number of the milestone, or of the measure, it is about.

    The numbers in the plan are given by id; without ``measures`` it goes without saying which measure is meant.
    """
    if not lines:
        return []

    def subject(entry: Entry[Fact]) -> str:
        measure = (measures or {}).get(entry.measure_id or 0)
        whole = gettext("Measure %(number)s", number=measure) if measure else gettext("The measure as a whole")
        return milestones.get(entry.milestone_id or 0, whole)

    posts, persons = people_in(lines)
    people = People(posts_by_id(reading(), posts), persons_by_id(reading(), persons), names=True)
    teller = Teller(subject, people, deadlines_before(entry for line in lines for entry in line.entries))
    return [
        LineWords(
            line.seq,
            people.author(line.author_id, line.act) if line.author_id else "",
            line.recorded_at,
            tuple(teller.told(entry) for entry in line.entries),
        )
        for line in lines
    ]
