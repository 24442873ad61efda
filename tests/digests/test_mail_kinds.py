"""What else a mail can be, in every language, as files to be read by eye: tests/digests/snapshots.

The editions are made in memory, so that one morning can have everything. ``UPDATE_SNAPSHOTS=1`` writes the files anew.
"""

import os
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import SMTP

import pytest
from flask import Flask

from roadmap.digests.composing import message_for
from roadmap.digests.office import Office
from roadmap.digests.reading import Edition
from roadmap.digests.words.render import Lateness
from roadmap.domain.choices import Scope
from roadmap.domain.health import ControlStatus
from roadmap.domain.interests import Absence, LastDayOnly
from roadmap.domain.items import Reminded, Why
from roadmap.domain.parts import Morning
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.reminders import Handed
from tests.builders.editions import BOSS, MONDAY, READERS, REAL, edition_with, read_by_all
from tests.digests.conftest import KEY
from tests.digests.test_snapshots import NAMED_IN_HEADERS, SNAPSHOTS

OFFICE = Office("Road map <roadmap@roadmap.test>", KEY, "https://roadmap.test")
HELD = {"measures": frozenset({1}), "milestones": frozenset({1, 2, 3, 5}), "reports_on": frozenset({1})}
TUESDAY, WEDNESDAY = date(2026, 11, 10), date(2026, 11, 18)


def everything_held() -> Edition:
    """All that a holder can be told of; of the oldest item he was reminded twice."""
    told = {Reminded(1, 1, 1, Why.OVERDUE): Handed(frozenset({TUESDAY, WEDNESDAY}), frozenset())}
    return edition_with(REAL, interests=read_by_all(**HELD), reminders=dict.fromkeys(READERS.values(), told))


def above() -> Edition:
    """What is escalated, with the reminders before it, and what is asked of the post."""
    handed = {(1, 1): (date(2026, 10, 28), TUESDAY, WEDNESDAY)}
    return edition_with(REAL, interests=read_by_all(posts=frozenset({BOSS})), handed_over=handed)


def late_overview() -> Edition:
    covered = Lateness(date(2026, 11, 19), date(2026, 11, 20))
    return edition_with(REAL, interests=read_by_all(overview=True), late=covered)


def quiet() -> Edition:
    edition = edition_with(REAL, interests=read_by_all(overview=True, when_quiet=True))
    portfolio = edition.mornings[1].portfolio
    (busy,) = portfolio.measures
    calm = replace(busy, milestones=(), asks=(), contradictions=(), control=ControlStatus.IN_PROGRESS)
    calm = replace(calm, confidence=calm.confidence.ON_TRACK)
    still = Portfolio(portfolio.roadmap, MONDAY, None, (calm,), portfolio.calendar)
    return replace(edition, mornings={1: Morning(still, True, still)})


KINDS = {
    "held": everything_held,
    "confirming": lambda: edition_with(REAL, interests=read_by_all(controls=True)),
    "above": above,
    "late-overview": late_overview,
    "one-measure": lambda: edition_with(
        REAL, interests=read_by_all(overview=True, scope=Scope.MEASURE, within=frozenset({1}))
    ),
    "substitute": lambda: edition_with(
        REAL, interests=read_by_all(**HELD, absent=Absence("Елена Демо", date(2026, 11, 30)))
    ),
    "stopped": lambda: edition_with(
        REAL, interests=read_by_all(**HELD, last_day_only=True, because=LastDayOnly.STOPPED)
    ),
    "paused": lambda: edition_with(
        REAL,
        interests=read_by_all(**HELD, last_day_only=True, because=LastDayOnly.PAUSED, paused_until=date(2026, 12, 4)),
    ),
    "away": lambda: edition_with(REAL, interests=read_by_all(**HELD, last_day_only=True, because=LastDayOnly.AWAY)),
    "quiet": quiet,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_mail_reads_as_it_was_reviewed(app_without_database: Flask, kind: str) -> None:
    edition = KINDS[kind]()
    for language, number in READERS.items():
        with app_without_database.app_context():
            message = message_for(edition, OFFICE, number)
        assert message
        assert message.problem is None
        mail = message_from_bytes(message.mime, policy=SMTP)
        part = mail.get_body(("plain",))
        assert part
        shown = "".join(f"{header}: {mail[header]}\n" for header in NAMED_IN_HEADERS)
        shown += "\n" + part.get_content().replace("\r\n", "\n")
        snapshot = SNAPSHOTS / f"{kind}.{language}.txt"
        if os.environ.get("UPDATE_SNAPSHOTS"):
            snapshot.write_text(shown, encoding="utf-8")
        assert shown == snapshot.read_text(encoding="utf-8"), f"{snapshot.name}: UPDATE_SNAPSHOTS=1 writes it anew"
