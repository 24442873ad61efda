"""Lines that were corrected before there were places have theirs after the migration, and the chain stays whole."""

import os
from datetime import UTC, date, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from roadmap.domain.facts import CorrectionFact, Verdict, VerdictFact
from roadmap.domain.ledger import Facet, Statement
from roadmap.store.audit import first_misfit
from tests.builders.house import House, house_on
from tests.services.databases import PROJECT

DAY, LATER = date(2026, 11, 20), date(2026, 11, 23)


def places(house: House) -> list[tuple[int, int]]:
    with house.database.reading() as session:
        found = session.execute(text("SELECT DISTINCT seq, place FROM ledger_entry ORDER BY seq")).all()
        assert first_misfit(session, house.roadmap_id) is None
    return [(row.seq, row.place) for row in found]


def test_a_correction_made_before_takes_its_place_and_nothing_is_lost(
    bare_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", bare_database_url)
    with open(os.devnull, "w") as nowhere:
        alembic = Config(toml_file=PROJECT / "pyproject.toml", stdout=nowhere)
        command.upgrade(alembic, "head")
        house = house_on(bare_database_url)
        removed = Statement(Facet.VERDICT, VerdictFact(Verdict.REMOVED), house.milestones[0][0])
        for corrects, on in ((None, DAY), (None, DAY), (2, DAY), (4, DAY), (5, LATER)):
            correction = [Statement(Facet.CORRECTION, CorrectionFact(corrects, "Wrong"))] if corrects else []
            at = datetime(2026, 11, 23, 6, tzinfo=UTC)
            house.say(house.measures[0], *correction, removed, on=on, at=at)
        before = places(house)
        assert before == [(1, 1), (2, 2), (3, 3), (4, 2), (5, 2), (6, 2)]
        house.database.engine.dispose()
        command.downgrade(alembic, "20261122_1807")
        command.upgrade(alembic, "head")
    assert places(house) == before
    with pytest.raises(DBAPIError, match="append-only"), house.database.writing() as session:
        session.execute(text("UPDATE ledger_entry SET place = 1"))
    house.close()
