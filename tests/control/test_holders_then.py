"""Who held a post as it was known at a moment, after somebody else was entered."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from roadmap.domain.staff import HoldingEntry
from roadmap.store.holders import persons_known
from roadmap.store.holding_changes import HoldingChangeRow
from roadmap.store.holdings import HoldingRow
from roadmap.store.people import PostRow
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.store.portfolio import portfolio_on
from roadmap.store.staff import holding_kept, keep_holding, leave
from tests.builders.portfolios import build_person, owner, write
from tests.control.conftest import TODAY, House

YESTERDAY = TODAY - timedelta(days=1)
LONG_AGO, BEFORE, AFTER = (datetime(2026, 1, day, 9, 0, tzinfo=UTC) for day in (1, 10, 20))
CHANGED = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


def furnished(house: House) -> tuple[int, int, int]:
    """Anna holds the post that answers for measure 1; the post, Anna, and Bolat, who holds none."""
    with house.writing() as session:
        anna, bolat = build_person(session, "Anna", "Head"), build_person(session, "Bolat")
        post = session.scalars(select(HoldingRow.post_id).where(HoldingRow.person_id == anna)).one()
        write(session, house.built, "1", owner(post, None), on=YESTERDAY, at=LONG_AGO)
        return post, anna, bolat


def answering(house: House, known_at: datetime | None) -> str:
    with house.database.reading() as session:
        roadmap = roadmap_by_slug(session, "first")
        assert roadmap
        person = portfolio_on(session, roadmap, TODAY, known_at).measures[0].responsible.person
        return person.name if person else ""


def hand_over(house: House, post: int, anna: int, bolat: int) -> None:
    """Anna's time in the post ends yesterday, Bolat's begins today; both are entered at the same moment."""
    with house.writing() as session:
        number = session.scalars(select(HoldingRow.id).where(HoldingRow.person_id == anna)).one()
        kept = holding_kept(session, number)
        assert kept
        keep_holding(session, HoldingEntry(post, anna, None, YESTERDAY), CHANGED, number, kept.version)
        keep_holding(session, HoldingEntry(post, bolat, TODAY), CHANGED)


def test_a_page_as_known_then_names_whoever_was_known_to_answer(house: House) -> None:
    hand_over(house, *furnished(house))
    assert answering(house, None) == "Bolat"
    assert answering(house, AFTER) == "Bolat"
    assert answering(house, BEFORE) == "Anna"
    page = house.client("controller").get(f"/measures/1?on={TODAY}&known=2026-01-10T12:00").text
    assert "Anna" in page
    assert "Bolat" not in page


def test_what_was_taken_back_when_somebody_left_is_known_until_then(house: House) -> None:
    post, _anna, bolat = furnished(house)
    with house.writing() as session:
        other = PostRow(title=session.get_one(PostRow, post).title)
        session.add(other)
        session.flush()
        keep_holding(session, HoldingEntry(other.id, bolat, TODAY), LONG_AGO)
        leave(session, bolat, YESTERDAY, 1, CHANGED)
    with house.database.reading() as session:
        known = [persons_known(session, [bolat], TODAY, at)[bolat].post for at in (BEFORE, AFTER)]
        changes = session.scalars(select(HoldingChangeRow)).all()
    assert known[0]
    assert known[1] is None
    assert [(each.person_id, each.recorded_at) for each in changes] == [(bolat, CHANGED)]


def test_what_is_entered_again_as_it_is_changes_nothing(house: House) -> None:
    post, anna, _bolat = furnished(house)
    with house.writing() as session:
        row = session.scalars(select(HoldingRow).where(HoldingRow.person_id == anna)).one()
        keep_holding(session, HoldingEntry(post, anna), CHANGED, row.id, row.version)
        assert session.scalars(select(HoldingChangeRow)).all() == []
