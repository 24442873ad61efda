"""Whom the lists of a form offer: the people of this road map, and nobody else's."""

from sqlalchemy import select

from roadmap.domain.facts import OwnerFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.staff import HoldingEntry
from roadmap.store.people import OrganisationRow, PostRow
from roadmap.store.staff import keep_holding
from roadmap.web.sessions import now
from tests.builders.portfolios import build_person, owner, text, write
from tests.control.conftest import TODAY, House


def belongs_to_the_ministry(house: House, name: str) -> int:
    """Somebody without a role, in a post of the organisation that carries out the plan."""
    with house.app.app_context(), house.writing() as session:
        organisation = session.scalars(select(OrganisationRow.id).where(OrganisationRow.code == "MIN-first")).one()
        post = PostRow(title=text("Clerk"), organisation_id=organisation)
        session.add(post)
        session.flush()
        person = build_person(session, name)
        keep_holding(session, HoldingEntry(post.id, person, None, None), now())
        return person


def test_who_answers_is_chosen_among_the_people_of_the_road_map(house: House) -> None:
    clerk = belongs_to_the_ministry(house, "Clerk")
    page = house.client("controller").get("/plan/1").text
    for name in ("coordinator", "executive", "second"):
        assert f'value="{house.people[name]}"' in page
    assert f'value="{clerk}"' in page
    assert "Stranger" not in page
    sent = {"person": house.people["stranger"], "effective_on": TODAY.isoformat(), "last_seen": 0}
    assert house.client("controller").post("/plan/1", data=sent).status_code == 422


def test_whoever_the_line_names_stays_in_its_lists(house: House) -> None:
    stranger = house.people["stranger"]
    with house.writing() as session:
        seq = write(session, house.built, "1", owner(None, stranger), on=TODAY, act=Act.DECISION)
    for page in ("/plan/1", f"/control/1/lines/{seq}/correct"):
        assert f'<option selected value="{stranger}"' in house.client("controller").get(page).text
    with house.writing() as session:
        said = Statement(Facet.OWNER, OwnerFact(None, house.people["executive"]))
        other = write(session, house.built, "2", said, on=TODAY, act=Act.DECISION)
    found = house.client("controller").get(f"/control/2/lines/{other}/correct").text
    # He answers for measure 1, so he has to do with this road map.
    assert f'value="{stranger}"' in found
