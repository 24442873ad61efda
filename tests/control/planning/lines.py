"""What others did to a plan before the test begins: a date approved, a clause taken from the letter."""

from sqlalchemy import select

from roadmap.domain.facts import DeadlineFact, Document
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.store.ledger import append
from roadmap.store.plan import ClauseRow
from roadmap.web.sessions import now
from tests.control.conftest import TODAY, House


def approve(house: House, number: str) -> None:
    """A date approved for a milestone: a line of the record that speaks of it."""
    fact = DeadlineFact(Deadline(DeadlineKind.DAY, TODAY), Document("1", TODAY), "Somebody")
    with house.app.app_context(), house.writing() as session:
        append(
            session,
            roadmap_id=house.built.id,
            measure_id=house.built.measures[number.split(".")[0]],
            act=Act.DECISION,
            statements=[Statement(Facet.DEADLINE, fact, house.built.milestones[number])],
            effective_on=TODAY,
            recorded_at=now(),
            author_id=None,
        )


def take_from_the_letter(house: House, measure: str) -> int:
    """The first clause of a measure stands in the letter's paragraph 12; its number (id)."""
    with house.writing() as session:
        row = session.scalars(select(ClauseRow).where(ClauseRow.measure_id == house.built.measures[measure])).first()
        assert row is not None
        row.source, row.paragraph = "letter", "12"
        return row.id
