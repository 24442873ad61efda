"""The one-page brief goes with the overviews of whoever chose it, and is set in type once for all who see the same."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from roadmap.digests import briefs
from roadmap.documents import typesetting
from roadmap.domain.choices import Choice
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.store.mail.choices import SubscriptionRow, choose
from tests.builders.paper import pages_of, text_of
from tests.digests.conftest import Planning, Turn
from tests.digests.people import form_on, ministry, sent
from tests.digests.relay import Sink

MORNING = "2026-11-23T09:00"
AT = datetime(2026, 11, 20, tzinfo=UTC)
Tick = Callable[..., Turn]
READERS = {"anna": "en", "boris": "en", "dana": "kk", "eldos": "en", "farida": "en"}


def planned(planning: Planning) -> None:
    """An overdue milestone, and readers: all but Eldos chose the brief, and Farida never signs in."""
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 10))
        for name, language in READERS.items():
            it.person(name, language=language)
            it.grant(name, Role.RECIPIENT if name == "farida" else Role.EXECUTIVE)
        it.session.flush()
        for name in READERS.keys() - {"eldos"}:
            choice = Choice(brief=True)
            choose(it.session, it.people[name].id, it.roadmap.id, MailKind.OVERVIEW, choice, AT)


def files_of(sink: Sink, name: str) -> list[bytes]:
    mail = sink.mail_to(f"{name}@roadmap.test")
    return [part.get_content() for part in mail.iter_attachments()]


def test_whoever_chose_it_has_it_in_his_language_and_nobody_else(planning: Planning, tick: Tick, sink: Sink) -> None:
    planned(planning)
    assert tick(MORNING).sent == len(READERS)
    assert files_of(sink, "eldos") == []
    (english,), (kazakh,) = files_of(sink, "anna"), files_of(sink, "dana")
    assert pages_of(english) == pages_of(kazakh) == 1
    assert "As of Monday, 23 November 2026" in text_of(english)
    assert "2026 жылғы 23 қараша" in text_of(kazakh)
    body = sink.mail_to("anna@roadmap.test").get_body(("plain",))
    assert body
    assert body.get_content()


def test_readers_of_the_same_share_one(
    planning: Planning, tick: Tick, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    typesetting._pdf.cache_clear()
    made = []
    monkeypatch.setattr(typesetting, "set_in_type", lambda *given: made.append(given) or b"%PDF-one")
    planned(planning)
    tick(MORNING)
    typesetting._pdf.cache_clear()
    assert files_of(sink, "anna") == files_of(sink, "boris") == [b"%PDF-one"]
    # English and Kazakh; nobody is named in it, so who never signs in has the same words.
    assert len(made) == 2


def test_a_brief_that_cannot_be_set_or_is_too_large_stops_no_mail(
    planning: Planning, tick: Tick, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> bytes:
        raise typesetting.NotTypeset("no")

    typesetting._pdf.cache_clear()
    monkeypatch.setattr(typesetting, "set_in_type", fail)
    monkeypatch.setattr(briefs, "_LARGEST", 10)
    planned(planning)
    assert tick(MORNING).sent == len(READERS)
    assert files_of(sink, "anna") == []


def test_it_is_chosen_with_an_account_and_without_one_and_taken_back(app, planning: Planning) -> None:  # type: ignore[no-untyped-def]
    house = ministry(app, planning)
    field = f"roadmap_{house.roadmap_id}-brief"
    executive = house.browser("executive")
    assert field not in form_on(executive, "/my/digests").fields
    assert sent(executive, "/my/digests", {field: "y"}).status_code == 303
    assert [row.brief for row in house.rows(SubscriptionRow)] == [True]
    assert form_on(executive, "/my/digests").fields[field] == "y"
    assert sent(executive, "/my/digests", {field: None}).status_code == 303
    assert [row.brief for row in house.rows(SubscriptionRow)] == [False]
