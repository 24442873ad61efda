"""Following the ledger: the lines after a number, with the checksums by which they can be verified."""

from collections.abc import Sequence
from dataclasses import asdict

from roadmap.access.guards import Rule, needs_role_on
from roadmap.api.endpoints import reads
from roadmap.api.schemas.lines import LineAnswer, LinesAnswer, LinesQuery
from roadmap.api.schemas.people import PersonAnswer
from roadmap.store.following import WrittenLine, written_after
from roadmap.store.people import persons_by_id
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading


@reads("/roadmaps/<slug>/lines", answer=LinesAnswer, rule=Rule.SEES_ROADMAP, query=LinesQuery)
def lines(asked: LinesQuery) -> LinesAnswer:
    """The ledger's lines after a number, in the order in which they were written.

    Ask first with ``after=0``, then with the ``after`` of the answer before, until it equals ``last``. A line is never
    changed; one that turns out wrong is corrected by a further one. Only for people with a role on the road map.
    """
    roadmap = current_roadmap()
    needs_role_on(roadmap.id)
    found = written_after(reading(), roadmap.id, asked.after, asked.limit)
    persons = persons_by_id(reading(), {number for line in found for number in line.persons})
    return LinesAnswer(
        lines=line_answers(found),
        people=[PersonAnswer(id=number, name=str(persons[number].name)) for number in sorted(persons)],
        after=found[-1].seq if found else asked.after,
        last=roadmap.head_seq,
    )


def line_answers(found: Sequence[WrittenLine]) -> list[LineAnswer]:
    """Lines as they are answered."""
    return [LineAnswer.model_validate(asdict(line)) for line in found]
