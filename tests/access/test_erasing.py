"""Erasing a person on request: the number stays in the record, and nothing says any more who it was."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from roadmap.database import Database
from roadmap.digests.keeping import tidy
from roadmap.domain.facts import Confidence, ReportFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.people import Role
from roadmap.domain.text import LocalizedText
from roadmap.store.ledger import append
from roadmap.store.mail.outbox import DeliveryRow, write_down
from roadmap.store.people import PersonRow, grants_of
from roadmap.store.staff import HoldingEntry, PostEntry, keep_holding, keep_post
from roadmap.store.tables import Row
from tests.builders.people import Held, bare_roadmap, browser_with, sign_in_row, somebody

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
NAME, ADDRESS = "Gulnara Sadykova", "gulnara.sadykova@people.test"


def mail(session: object, person_id: int, key: str) -> None:
    write_down(
        session,  # type: ignore[arg-type]
        key=key,
        person_id=person_id,
        address=ADDRESS,
        language="en",
        subject=f"For {NAME}",
        message_id=f"<{key}@roadmap.test>",
        mime=NAME.encode(),
        mime_sha256="0" * 64,
        at=NOW,
    )


@pytest.fixture
def erased(app: Flask, database: Database) -> tuple[FlaskClient, int]:
    """An administrator's browser, and the number of somebody with everything that can be known of a person."""
    with database.writing() as session:
        roadmap = bare_roadmap(session)
        token = sign_in_row(session, somebody(session, "Admin", Held(Role.ADMINISTRATOR)).id)
        person = somebody(session, NAME, Held(Role.CONTROLLER, roadmap.id), language="ru")
        sign_in_row(session, person.id)
        keep_holding(session, HoldingEntry(keep_post(session, PostEntry(LocalizedText(en="Head"))), person.id), NOW)
        mail(session, person.id, "digest:1")
        session.flush()
        append(
            session,
            roadmap_id=roadmap.id,
            measure_id=1,
            act=Act.REPORT,
            statements=[Statement(Facet.REPORT, ReportFact(Confidence.ON_TRACK, LocalizedText(en="Done.")))],
            effective_on=date(2026, 11, 23),
            recorded_at=NOW,
            author_id=person.id,
        )
        session.commit()
        return browser_with(app, token), person.id


def everything_kept(database: Database) -> str:
    """Every value of every table, in one string."""
    found = []
    with database.reading() as session:
        for table in Row.metadata.sorted_tables:
            found += [str(tuple(row)) for row in session.execute(table.select())]
    return "\n".join(found)


def test_what_goes_and_what_stays_is_said_before(erased: tuple[FlaskClient, int]) -> None:
    admin, number = erased
    page = admin.get(f"/accounts/{number}/erase?lang=en").text
    assert "Nobody can undo this" in page
    assert "a line of the ledger cannot be changed" in page
    assert admin.post(f"/accounts/{number}/erase").status_code == 422


def test_nothing_says_any_more_who_it_was(erased: tuple[FlaskClient, int], database: Database, app: Flask) -> None:
    admin, number = erased
    for _ in range(2):
        assert admin.post(f"/accounts/{number}/erase", data={"sure": "y"}).status_code == 303
    kept = everything_kept(database)
    assert NAME not in kept
    assert ADDRESS not in kept
    with database.reading() as session:
        assert grants_of(session, number) == frozenset()
        row = session.get_one(PersonRow, number)
        assert (row.active, row.email, row.erased_at is not None) == (False, None, True)
        sent = session.query(DeliveryRow).one()
        assert (sent.state, sent.mime, sent.mime_sha256) == ("expired", b"", "0" * 64)
        assert session.scalar(text("SELECT count(*) FROM security_event WHERE kind = 'person_erased'")) == 1
    for code, words in {"en": f"Person {number} (erased)"}.items():
        assert words in admin.get(f"/accounts?lang={code}").text


def test_the_record_still_holds(erased: tuple[FlaskClient, int], app: Flask) -> None:
    admin, number = erased
    admin.post(f"/accounts/{number}/erase", data={"sure": "y"})
    result = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.exit_code == 0, result.output


def test_nobody_erases_himself_and_nobody_is_erased_while_a_mail_is_handed_over(
    erased: tuple[FlaskClient, int], database: Database
) -> None:
    admin, number = erased
    with database.writing() as session:
        own = session.query(PersonRow).filter(PersonRow.name == "Admin").one().id
        session.execute(text("UPDATE delivery SET state = 'handing'"))
        session.commit()
    assert admin.get(f"/accounts/{own}/erase").status_code == 409
    answer = admin.post(f"/accounts/{number}/erase?lang=en", data={"sure": "y"})
    assert answer.status_code == 422
    assert "being handed over just now" in answer.text
    assert NAME in everything_kept(database)


def test_what_an_edition_still_writes_down_is_emptied_in_the_night(
    erased: tuple[FlaskClient, int], database: Database
) -> None:
    admin, number = erased
    admin.post(f"/accounts/{number}/erase", data={"sure": "y"})
    with database.writing() as session:
        for key, state in (("digest:2", "queued"), ("digest:3", "sent"), ("digest:4", "handing")):
            mail(session, number, key)
            session.execute(
                text("UPDATE delivery SET state = :state WHERE dedupe_key = :key"), {"state": state, "key": key}
            )
        session.commit()
    tidy(database, NOW, 90)
    with database.reading() as session:
        found = {row.dedupe_key: (row.state, row.address, row.mime) for row in session.query(DeliveryRow)}
    assert found["digest:2"] == ("expired", "", b"")
    assert found["digest:3"] == ("sent", "", b"")
    assert found["digest:4"][0] == "handing"
    with database.writing() as session:
        session.execute(text("UPDATE delivery SET state = 'sent' WHERE state = 'handing'"))
        session.commit()
    tidy(database, NOW, 90)
    kept = everything_kept(database)
    assert NAME not in kept
    assert ADDRESS not in kept
