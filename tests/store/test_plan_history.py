"""The plan of an adopted road map on an earlier day, read from a database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.amendments import canonical
from roadmap.domain.changes import ChangeKind, changes_between
from roadmap.domain.facts import AdoptionFact, AmendmentFact, CorrectionFact, Document, Element, Fact, FieldChange
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Roadmap, Stage
from roadmap.domain.text import LocalizedText
from roadmap.store.ledger import append
from roadmap.store.plan import MeasureRow, RoadmapRow
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.store.portfolio import measure_on, portfolio_on
from tests.builders.portfolios import BuiltRoadmap, build_roadmap
from tests.builders.queries import counted

MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (5, 6, 7, 8))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as opened:
        yield opened


@pytest.fixture
def built(session: Session) -> BuiltRoadmap:
    return build_roadmap(session)


def tell(session: Session, built: BuiltRoadmap, facet: Facet, fact: Fact, on: date, number: str | None = None) -> int:
    """A line about the plan; of a milestone (1.1), of a measure (1), or of the road map itself."""
    measure = built.measures[number.split(".")[0]] if number else None
    return append(
        session,
        roadmap_id=built.id,
        measure_id=measure,
        act=Act.DECISION,
        statements=[Statement(facet, fact, built.milestones.get(number or ""))],
        effective_on=on,
        recorded_at=datetime.combine(on, time(6), UTC),
        author_id=None,
    )


def retitle(session: Session, built: BuiltRoadmap, number: str, title: str, on: date) -> int:
    """Amends a measure's title as the plan's pages do: the line, and the row."""
    row = session.scalars(select(MeasureRow).where(MeasureRow.id == built.measures[number])).one()
    change = FieldChange("title", canonical(row.title), canonical(LocalizedText(en=title)))
    row.title = LocalizedText(en=title)
    session.flush()
    return tell(session, built, Facet.AMENDMENT, AmendmentFact(Element.MEASURE, (change,)), on, number)


def adopted(session: Session, built: BuiltRoadmap, on: date = JUNE) -> None:
    row = session.get_one(RoadmapRow, built.id)
    row.stage, row.act_number, row.act_dated_on = "adopted", "15", on
    session.flush()
    tell(session, built, Facet.ADOPTION, AdoptionFact(Document("15", on)), on)


def roadmap(session: Session) -> Roadmap:
    session.expire_all()
    found = roadmap_by_slug(session, "first")
    assert found
    return found


def titles(session: Session, day: date, known_at: datetime | None = None) -> list[str | None]:
    return [each.measure.title.en for each in portfolio_on(session, roadmap(session), day, known_at).measures]


def test_before_an_amendment_the_old_words_stand(session: Session, built: BuiltRoadmap) -> None:
    adopted(session, built)
    retitle(session, built, "1", "Another title", JULY)
    old = ["Measure title 1", "Measure title 2", "Measure title 3"]
    assert titles(session, JUNE) == old
    assert titles(session, JULY) == ["Another title", *old[1:]]
    assert titles(session, JULY, datetime(2026, 6, 15, tzinfo=UTC)) == old
    measure = measure_on(session, roadmap(session), "1", JUNE)
    assert measure
    assert measure.measure.title.en == "Measure title 1"


def test_before_its_adoption_a_road_map_is_being_developed(session: Session, built: BuiltRoadmap) -> None:
    adopted(session, built)
    retitle(session, built, "1", "Another title", JULY)
    session.get_one(RoadmapRow, built.id).stage = "amended"
    session.flush()
    stages = [portfolio_on(session, roadmap(session), day).roadmap.stage for day in (MAY, JUNE, JULY)]
    assert stages == [Stage.BEING_DEVELOPED, Stage.ADOPTED, Stage.AMENDED]


def test_a_milestone_that_was_added_later_is_not_there_before(session: Session, built: BuiltRoadmap) -> None:
    adopted(session, built)
    tell(session, built, Facet.AMENDMENT, AmendmentFact(Element.MILESTONE, (), added=True), JULY, "1.2")
    for day, numbers in ((JUNE, ["1.1", "1.3"]), (JULY, ["1.1", "1.2", "1.3"])):
        measure = portfolio_on(session, roadmap(session), day).measures[0]
        assert [each.milestone.number for each in measure.milestones] == numbers


def test_a_corrected_amendment_counts_only_while_that_was_not_known(session: Session, built: BuiltRoadmap) -> None:
    adopted(session, built)
    wrong = retitle(session, built, "1", "A slip of the pen", JULY)
    session.get_one(MeasureRow, built.measures["1"]).title = LocalizedText(en="Measure title 1")
    session.flush()
    tell(session, built, Facet.CORRECTION, CorrectionFact(wrong, "not what was decided"), AUGUST, "1")
    assert titles(session, JULY)[0] == "Measure title 1"
    assert titles(session, JULY, datetime(2026, 7, 15, tzinfo=UTC))[0] == "A slip of the pen"


def test_adoption_and_amendments_are_changes_between_two_days(session: Session, built: BuiltRoadmap) -> None:
    adopted(session, built)
    amended = retitle(session, built, "2", "Another title", JULY)
    now = portfolio_on(session, roadmap(session), AUGUST)
    before = portfolio_on(session, roadmap(session), MAY, beside=now)
    assert before == portfolio_on(session, roadmap(session), MAY)
    found = [(each.kind, each.measure and each.measure.measure.number) for each in changes_between(before, now)]
    assert found == [(ChangeKind.ADOPTED, None), (ChangeKind.AMENDED, "2")]
    since_june = changes_between(portfolio_on(session, roadmap(session), JUNE, beside=now), now)
    assert [each.seq for each in since_june] == [amended]


def test_an_earlier_plan_costs_one_query_more_however_often_it_was_amended(
    database: Database, session: Session, built: BuiltRoadmap
) -> None:
    draft = queries(database, session, JULY)
    adopted(session, built)
    for number in "123":
        retitle(session, built, number, "Another title", JULY)
    assert queries(database, session, JULY) == draft
    once = queries(database, session, JUNE)
    for number in "123":
        retitle(session, built, number, "And another", JULY)
    assert queries(database, session, JUNE) == once == draft + 1


def queries(database: Database, session: Session, day: date) -> int:
    asked = roadmap(session)
    with counted(database.engine) as count:
        portfolio_on(session, asked, day)
    return count.total
