"""What was sent to me can be read as it was sent, by nobody else, for as long as it is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from roadmap.digests.keeping import Keeper, tidy
from roadmap.store.mail.opt_ins import OptInRow
from roadmap.store.mail.outbox import DeliveryRow, write_down
from roadmap.web.letters import Letter, compose
from tests.digests.conftest import KEY, Planning, database_of
from tests.digests.people import Ministry, ministry

ARCHIVE = "/my/digests/archive"
LONG_AGO = datetime(2025, 1, 2, 4, tzinfo=UTC)


@pytest.fixture
def house(app: Flask, planning: Planning) -> Ministry:
    return ministry(app, planning)


def mail(
    house: Ministry, name: str, number: int = 1, at: datetime | None = None, *, composed: bool = True, **values: object
) -> int:
    """A mail to somebody, as the sender left it."""
    letter = Letter(f"digest:{name}:{number}", f"{name}@roadmap.test", "en", f"Road map {number}", "Words.\n", "", {})
    done = compose(letter, sender="roadmap@roadmap.test", secret=KEY, public_url="https://roadmap.test", at=LONG_AGO)
    with database_of(house.app).writing() as session:
        write_down(
            session,
            key=letter.key,
            person_id=house.people[name],
            address=letter.address,
            language="en",
            subject=letter.subject,
            message_id=done.message_id,
            mime=done.mime if composed else b"",
            mime_sha256=done.checksum if composed else "",
            at=at or LONG_AGO,
        )
        row = update(DeliveryRow).where(DeliveryRow.dedupe_key == letter.key).values(**{"state": "sent", **values})
        (found,) = session.scalars(row.returning(DeliveryRow.id))
        session.commit()
    return int(found)


def test_the_list_says_what_became_of_each_mail(house: Ministry) -> None:
    mail(house, "owner", 1, state="sent", accepted_at=LONG_AGO)
    mail(house, "owner", 2, state="in_doubt")
    mail(house, "owner", 3, state="failed", relay_reply="550 no such mailbox")
    mail(house, "executive", 4)
    page = house.browser("owner").get(f"{ARCHIVE}?lang=en").text
    assert [f"Road map {number}" in page for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert page.index("Road map 3") < page.index("Road map 1")
    assert all(word in page for word in ("Sent", "In doubt", "Failed"))


def test_a_mail_is_shown_as_it_was_sent(house: Ministry) -> None:
    number, owner = mail(house, "owner", relay_reply="250 taken <as> 12"), house.browser("owner")
    page = owner.get(f"{ARCHIVE}/{number}?lang=en").text
    assert "Words." in page
    assert "owner@roadmap.test" in page
    assert "250 taken &lt;as&gt; 12" in page
    file = owner.get(f"{ARCHIVE}/{number}/mail.eml")
    assert file.data.startswith(b"From: roadmap@roadmap.test\r\n")
    assert file.headers["Content-Disposition"] == f'attachment; filename="mail-{number}.eml"'
    assert file.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["", "/mail.eml"])
def test_nobody_reads_anybody_elses(house: Ministry, path: str) -> None:
    number, owner = mail(house, "executive"), house.browser("owner")
    foreign, absent = owner.get(f"{ARCHIVE}/{number}{path}"), owner.get(f"{ARCHIVE}/{number + 1}{path}")
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert house.browser().get(f"{ARCHIVE}/{number}{path}").status_code == 302


def test_a_key_to_an_account_is_not_kept_to_be_read(house: Ministry) -> None:
    number = mail(house, "owner", kind="invitation")
    owner = house.browser("owner")
    assert owner.get(f"{ARCHIVE}/{number}").status_code == 404
    assert "Nothing has been mailed to you so far." in owner.get(f"{ARCHIVE}?lang=en").text


@pytest.mark.parametrize("page", ["0", "-1", "999999999999999999999", "two", "", "1&page=2"])
def test_a_page_that_is_not_there_is_the_nearest_one(house: Ministry, page: str) -> None:
    for number in range(30):
        mail(house, "owner", number)
    answer = house.browser("owner").get(f"{ARCHIVE}?lang=en&page={page}")
    assert answer.status_code == 200
    assert "of 2" in answer.text


def test_old_mails_are_emptied_and_their_rows_stay(house: Ministry) -> None:
    old = mail(house, "owner", 1)
    waiting = mail(house, "owner", 2, state="queued")
    young = mail(house, "owner", 3, at=datetime.now(UTC))
    database = database_of(house.app)
    assert tidy(database, datetime.now(UTC), 400) == 1
    assert tidy(database, datetime.now(UTC), 400) == 0
    kept = {row.id: (bool(row.mime), bool(row.mime_sha256), row.subject) for row in house.rows(DeliveryRow)}
    assert kept == {
        old: (False, True, "Road map 1"),
        waiting: (True, True, "Road map 2"),
        young: (True, True, "Road map 3"),
    }
    owner = house.browser("owner")
    assert "The content is no longer kept" in owner.get(f"{ARCHIVE}/{old}?lang=en").text
    assert owner.get(f"{ARCHIVE}/{old}/mail.eml").status_code == 410


def test_a_clock_tidies_on_the_first_turn_of_a_day(house: Ministry) -> None:
    keeper, now = Keeper(database_of(house.app), 400), datetime.now(UTC)
    mail(house, "owner", 1)
    keeper.look(now)
    mail(house, "owner", 2)
    keeper.look(now)
    assert [bool(row.mime) for row in house.rows(DeliveryRow)] == [False, True]
    keeper.look(now + timedelta(days=1))
    assert [bool(row.mime) for row in house.rows(DeliveryRow)] == [False, False]


def test_a_mail_that_could_not_be_composed_is_not_said_to_be_deleted(house: Ministry) -> None:
    number = mail(house, "owner", state="failed", composed=False)
    owner = house.browser("owner")
    assert "It could not be composed" in owner.get(f"{ARCHIVE}/{number}?lang=en").text
    assert owner.get(f"{ARCHIVE}/{number}/mail.eml").status_code == 404


def test_whoever_never_answered_is_forgotten_after_a_month(house: Ministry) -> None:
    now = datetime.now(UTC)
    with database_of(house.app).writing() as session:
        for number, age in enumerate((29, 31)):
            session.add(
                OptInRow(
                    token_hash=str(number),
                    roadmap_id=house.roadmap_id,
                    name="Somebody",
                    email=f"{number}@roadmap.test",
                    language="en",
                    asked_at=now - timedelta(days=age + 7),
                    expires_at=now - timedelta(days=age),
                )
            )
        session.commit()
    tidy(database_of(house.app), now, 400)
    assert [row.email for row in house.rows(OptInRow)] == ["0@roadmap.test"]
