"""A decision is asked of a post that somebody holds, so that he is told of it by mail."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from roadmap.domain.text import LocalizedText
from roadmap.store.facts import load
from roadmap.store.holdings import HoldingRow
from roadmap.store.ledger import EntryRow
from roadmap.store.people import OrganisationRow, PostRow
from tests.builders.house import NOW, House

Fields = Callable[..., dict[str, str]]
FORM = "/measures/1/report"


@pytest.fixture
def minister(house: House) -> int:
    """A post that Chief holds; a second one is nobody's."""
    with house.database.writing() as session:
        ministry = OrganisationRow(
            code="MF", name=LocalizedText(en="Ministry of Finance"), short=LocalizedText(en="MF", ru="МФ")
        )
        session.add(ministry)
        session.flush()
        post = PostRow(title=LocalizedText(en="Minister", ru="Министр"), organisation_id=ministry.id)
        session.add_all([post, PostRow(title=LocalizedText(en="Vacant post"))])
        session.flush()
        session.add(HoldingRow(post_id=post.id, person_id=house.people["Chief"], recorded_at=NOW))
        session.commit()
        return post.id


def asked(fields: Fields, **more: str) -> dict[str, str]:
    return fields(confidence="at_risk", ask_what_en="Who pays?", ask_by="2026-11-30", **more)


def fact_of(house: House) -> object:
    with house.database.reading() as session:
        return load(*session.execute(select(EntryRow.facet, EntryRow.fact).where(EntryRow.facet == "ask")).one())


def test_only_posts_that_somebody_holds_are_offered(house: House, minister: int) -> None:
    page = house.browser("Ainur").get(FORM).text
    assert "Minister · MF" in page
    assert "Vacant post" not in page


def test_without_a_post_to_choose_there_is_no_field(house: House) -> None:
    assert 'name="ask_post"' not in house.browser("Ainur").get(FORM).text


def test_who_is_asked_follows_from_the_post(house: House, fields: Fields, minister: int) -> None:
    assert house.browser("Ainur").post(FORM, data=asked(fields, ask_post=str(minister))).status_code == 303
    fact = fact_of(house)
    assert (fact.post_id, fact.whom) == (minister, "Minister · MF")  # type: ignore[attr-defined]


def test_what_was_typed_of_whom_stays_beside_the_post(house: House, fields: Fields, minister: int) -> None:
    typed = asked(fields, ask_post=str(minister), ask_whom="Minister of Finance, in person")
    assert house.browser("Ainur").post(FORM, data=typed).status_code == 303
    assert fact_of(house).whom == "Minister of Finance, in person"  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "x", "-1"])
def test_a_post_that_is_not_offered_is_refused(house: House, fields: Fields, minister: int, number: str) -> None:
    typed = asked(fields, ask_post=number, ask_whom="The Deputy")
    answer = house.browser("Ainur").post(FORM, data=typed)
    assert answer.status_code == 422
    assert "Choose a post from the list" in answer.text
    assert "Who pays?" in answer.text


def test_a_refused_report_shows_the_post_again(house: House, fields: Fields, minister: int) -> None:
    typed = asked(fields, ask_post=str(minister)) | {"done_en": ""}
    answer = house.browser("Ainur").post(FORM, data=typed)
    assert answer.status_code == 422
    assert f'<option selected value="{minister}">' in answer.text
