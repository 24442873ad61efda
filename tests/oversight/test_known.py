"""Pages as they were known at a moment, corrections beside what they correct, and the history of the plan itself."""

from datetime import UTC, date, datetime

import pytest

from roadmap.domain.amendments import canonical
from roadmap.domain.facts import (
    AdoptionFact,
    AmendmentFact,
    Confidence,
    CorrectionFact,
    Document,
    Element,
    ExtensionFact,
    Fact,
    FieldChange,
    Progress,
    RefusalFact,
)
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.text import LocalizedText
from roadmap.store.history import PAGE
from roadmap.store.ledger import append
from roadmap.store.plan import MeasureRow, RoadmapRow
from tests.builders.portfolios import approved, progress, report, write
from tests.builders.queries import counted
from tests.oversight.conftest import House

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
ACT = Document("15", FRIDAY)


def corrected(house: House) -> None:
    """On Friday line 1 says that 1.1 is done; on Monday at ten line 2 says that this was wrong."""
    first = house.roadmap.milestones["1.1"]
    with house.writing() as session:
        write(session, house.roadmap, "1", progress(first, Progress.REPORTED_DONE, actual=FRIDAY), on=FRIDAY)
        wrong = Statement(Facet.CORRECTION, CorrectionFact(1, "Another milestone was meant"))
        started = progress(first, Progress.IN_PROGRESS)
        write(session, house.roadmap, "1", wrong, started, on=FRIDAY, at=datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
        session.commit()


def test_a_page_shows_what_was_known_at_a_moment_and_says_so(house: House) -> None:
    corrected(house)
    reader = house.signed_in()
    then = reader.get("/measures/1?on=2026-11-23&known=2026-11-23T08:59").text
    assert "As known on 23 November 2026 at 08:59" in then
    assert "Line 2" not in then
    assert "Reported done" in then
    now = reader.get("/measures/1?on=2026-11-23&known=2026-11-23T09:00").text
    assert "1.1 Step 1.1: In progress" in now


def test_links_keep_the_moment(house: House) -> None:
    corrected(house)
    page = house.signed_in().get("/?known=2026-11-20T18:00").text
    assert "As of Friday, 20 November 2026" in page
    assert "/measures/1?on=2026-11-20&amp;known=2026-11-20T18:00" in page
    assert 'name="known" value="2026-11-20T18:00"' in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("yesterday", "is not a moment"),
        ("2026-11-23", "is not a moment"),
        ("2026-02-30T10:00", "is not a moment"),
        ("1999-12-31T10:00", "is not a moment"),
        ("2026-11-23T14:00", "has not come yet"),
        ("2026-11-23T24:00", "is not a moment"),
    ],
)
@pytest.mark.parametrize("page", ["/", "/measures/1", "/sources"])
def test_a_moment_that_cannot_be_shown_is_answered_like_such_a_day(
    house: House, page: str, asked: str, said: str
) -> None:
    answer = house.signed_in().get(f"{page}?known={asked}")
    assert answer.status_code == 422
    assert said in answer.text
    assert "What is known now is shown." in answer.text


def test_a_correction_and_what_it_corrects_name_each_other(house: House) -> None:
    corrected(house)
    page = house.signed_in().get("/measures/1").text
    assert 'href="#line-2">corrected by line 2' in page
    assert 'href="#line-1">corrects line 1' in page
    assert '<li id="line-1" class="line-corrected">' in page
    assert "Corrects line 1" in page
    assert "backdated" in page


def test_a_request_says_how_early_it_came_and_its_refusal_which_it_was(house: House) -> None:
    first = house.roadmap.milestones["1.1"]
    asked = ExtensionFact(date(2026, 12, 18), "Korea is late", Document("7-12", FRIDAY, address="7-12/3"))
    with house.writing() as session:
        decided = approved(first, date(2026, 11, 27))
        write(session, house.roadmap, "1", decided, on=date(2026, 11, 2), act=Act.DECISION)
        write(session, house.roadmap, "1", Statement(Facet.EXTENSION, asked, first), on=FRIDAY)
        refused = Statement(Facet.REFUSAL, RefusalFact(2, "It can be done in time", "Deputy PM"), first)
        write(session, house.roadmap, "1", refused, on=MONDAY, act=Act.DECISION)
        session.commit()
    page = house.signed_in().get("/measures/1").text
    for words in (
        "5 working days before the date",
        "№ 7-12 of 20 Nov 2026",
        "7-12/3",
        "1.1 Step 1.1: the extension asked for in line 2 was refused",
        "Deputy PM",
    ):
        assert words in page, words


def tell_plan(house: House, facet: Facet, fact: Fact, number: str | None = None) -> None:
    with house.writing() as session:
        append(
            session,
            roadmap_id=house.roadmap.id,
            measure_id=house.roadmap.measures[number] if number else None,
            act=Act.DECISION,
            statements=[Statement(facet, fact)],
            effective_on=FRIDAY if number is None else MONDAY,
            recorded_at=datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
            author_id=None,
        )
        session.commit()


def test_adoption_and_amendments_are_told_where_they_belong(house: House) -> None:
    tell_plan(house, Facet.ADOPTION, AdoptionFact(ACT))
    was, now = LocalizedText(en="Measure title 1"), LocalizedText(en="A clearer title")
    change = FieldChange("title", canonical(was), canonical(now))
    amendment = AmendmentFact(Element.MEASURE, (change,), basis=Document("41", MONDAY), reason="Asked for")
    tell_plan(house, Facet.AMENDMENT, amendment, "1")
    with house.writing() as session:
        session.get_one(MeasureRow, house.roadmap.measures["1"]).title = now
        session.get_one(RoadmapRow, house.roadmap.id).stage = "amended"
        session.commit()
    reader = house.signed_in()
    sources = reader.get("/sources").text
    assert "The road map was adopted" in sources
    assert "№ 15 of 20 Nov 2026" in sources
    measure = reader.get("/measures/1").text
    assert "The measure as a whole: the plan was amended" in measure
    assert "was “Measure title 1”, is “A clearer title”" in measure
    before = reader.get("/measures/1?on=2026-11-22").text
    assert "Measure 1. Measure title 1" in before
    assert "Adopted, № 15 of 20 Nov 2026" in before
    assert "Being developed (not adopted)" in reader.get("/sources?on=2026-11-19").text
    assert "Road map: adopted, № 15 of 20 Nov 2026" in reader.get("/").text


def test_a_long_history_is_shown_page_by_page_at_the_same_cost(house: House) -> None:
    def lines(count: int) -> None:
        with house.writing() as session:
            for number in range(count):
                write(session, house.roadmap, "1", report(Confidence.ON_TRACK, f"Report {number}"), on=FRIDAY)
            session.commit()

    lines(PAGE)
    reader = house.signed_in()
    reader.get("/measures/1")
    with counted(house.engine) as short:
        reader.get("/measures/1")
    lines(PAGE)
    with counted(house.engine) as long:
        page = reader.get("/measures/1").text
    assert long.total == short.total
    assert f'id="line-{2 * PAGE}"' in page
    assert 'id="line-1"' not in page
    assert f"/measures/1?line={PAGE}#history" in page
    assert 'id="line-1"' in reader.get(f"/measures/1?line={PAGE}").text
