"""Every bad input is refused with 422, in the reader's own language, with what was typed, and nothing is stored."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext
from flask_wtf.i18n import translations
from sqlalchemy import MetaData, Table, select

from roadmap.domain.facts import DeadlineFact, ExtensionFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText
from roadmap.store.ledger import append, last_line_of
from roadmap.store.plan import MilestoneRow, RoadmapRow
from roadmap.web.wording import short_day
from tests.builders.people import browser_with, sign_in_row
from tests.house.built import House, house_on
from tests.services.databases import copy_of_sqlite
from tests.web.bad_inputs import OF_PLANS, TODAY, Bad
from tests.web.bad_inputs_of_people import OF_PEOPLE

EVERY = [*OF_PLANS, *OF_PEOPLE]
LANGUAGES = ("kk", "ru", "en")
ERRORS = re.compile(r'class="field-error"[^>]*>(.*?)</p>', re.DOTALL)
# What looking at a page, or failing at a password, leaves behind.
NOT_OF_A_FORM = {"sign_in_session", "sign_in_failure", "security_event", "security_head"}


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house with everything in it, and a milestone that waits for a later date."""
    folder = tmp_path_factory.mktemp("bad-inputs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVIDENCE_FOLDER", str(folder / "evidence"))
        built = house_on(copy_of_sqlite(sqlite_template, folder))
    _ask_for_a_later_date(built)
    yield built
    built.database.engine.dispose()


@pytest.fixture(scope="module")
def browsers(house: House) -> dict[str, FlaskClient]:
    """Everybody who fills in forms here, signed in."""
    with house.database.writing() as session:
        tokens = {who: sign_in_row(session, house.people[who]) for who in {bad.who for bad in EVERY}}
        session.commit()
    return {who: browser_with(house.app, token) for who, token in tokens.items()}


def _ask_for_a_later_date(house: House) -> None:
    measure_id = house.known["measure"]
    with house.database.writing() as session:
        roadmap_id = session.scalars(select(RoadmapRow.id).where(RoadmapRow.slug == "first")).one()
        milestone = MilestoneRow(
            measure_id=measure_id, number="1.2", position=2, title=LocalizedText(en="Further step")
        )
        session.add(milestone)
        session.flush()
        approved = DeadlineFact(Deadline(DeadlineKind.DAY, TODAY), None)
        later = ExtensionFact(date(TODAY.year + 1, 3, 1), "Late")
        for act, said in (
            (Act.DECISION, Statement(Facet.DEADLINE, approved, milestone.id)),
            (Act.REPORT, Statement(Facet.EXTENSION, later, milestone.id)),
        ):
            house.known["asked"] = append(
                session,
                roadmap_id=roadmap_id,
                measure_id=measure_id,
                act=act,
                statements=[said],
                effective_on=TODAY,
                recorded_at=datetime.now(UTC),
                author_id=house.people["coordinator"],
            )
        house.known["last_line"] = last_line_of(session, measure_id)
        session.commit()


@pytest.fixture(scope="module")
def tables(house: House) -> list[Table]:
    """All tables that forms write to."""
    known = MetaData()
    with house.database.reading() as session:
        known.reflect(session.connection())
    return [table for table in known.sorted_tables if table.name not in NOT_OF_A_FORM]


def everything(house: House, tables: list[Table]) -> dict[str, list[Any]]:
    """All their rows."""
    with house.database.reading() as session:
        return {table.name: sorted(map(repr, session.execute(select(table)))) for table in tables}


def said_in(house: House, language: str, bad: Bad) -> str:
    """The sentence of the catalogue."""
    with house.app.test_request_context(f"/?lang={language}"), force_locale(language):
        values = {name: short_day(v) if isinstance(v, date) else v for name, v in bad.values.items()}
        sentence = str(gettext(bad.said))
        if sentence == bad.said:
            # WTForms brings a few sentences of its own.
            sentence = str(translations.gettext(bad.said))
        return sentence % values if values else sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("bad", EVERY, ids=str)
def test_a_bad_input_is_refused_in_the_readers_language_and_nothing_is_stored(
    house: House, browsers: dict[str, FlaskClient], tables: list[Table], bad: Bad, language: str
) -> None:
    before = everything(house, tables)
    typed = {name.format(**house.known): str(text).format(**house.known) for name, text in bad.typed.items()}
    answer = browsers[bad.who].post(f"{bad.page.format(**house.known)}?lang={language}", data=typed)
    page = html.unescape(answer.text)
    assert answer.status_code == 422, ERRORS.findall(page)
    assert f'<html lang="{language}"' in page
    assert said_in(house, language, bad) in page, ERRORS.findall(page)
    assert bad.shown in page, bad.shown
    assert everything(house, tables) == before


def test_no_sentence_is_english_in_another_language(house: House) -> None:
    for bad in EVERY:
        english = said_in(house, "en", bad)
        assert english not in {said_in(house, "kk", bad), said_in(house, "ru", bad)}, bad.said
