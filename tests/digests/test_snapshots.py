"""Every kind of mail in every language, as files to be read by eye: tests/digests/snapshots.

``UPDATE_SNAPSHOTS=1`` writes them anew; then look at what changed before it is committed.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from roadmap.domain.facts import Confidence, Progress, Verdict
from roadmap.domain.people import Role
from tests.builders.recipients import Plan, in_three_languages
from tests.digests.conftest import Planning, Turn
from tests.digests.relay import Sink

SNAPSHOTS = Path(__file__).parent / "snapshots"
MONDAY, TUESDAY = "2026-11-23T09:00", "2026-11-24T09:00"
LANGUAGES = ("kk", "ru", "en")
NAMED_IN_HEADERS = ("From", "To", "Subject", "List-Id", "List-Unsubscribe-Post", "Content-Language")
Tick = Callable[..., Turn]


def a_road_map_with_everything(it: Plan) -> None:
    it.measure(
        "1", in_three_languages("Көші-қон комитетін құру", "Создание Комитета по миграции", "Migration Committee")
    )
    it.measure("2", in_three_languages("Ақпараттық жүйе", "Информационная система", "Information system"))
    it.measure("3", in_three_languages("Екіжақты келісім", "Двустороннее соглашение", "Bilateral agreement"))
    for number, due, title in (
        ("1.1", date(2026, 12, 4), in_three_languages("Ереже бекітілді", "Положение утверждено", "Statute approved")),
        ("2.1", date(2026, 11, 10), in_three_languages("Қаражат бөлінді", "Средства выделены", "Funding provided")),
        ("2.2", date(2026, 11, 27), in_three_languages("Техникалық тапсырма", "Техническое задание", "Specification")),
        ("2.3", date(2026, 11, 24), in_three_languages("Келісімшарт", "Договор", "Contract")),
        ("2.4", None, in_three_languages("Пайдалануға берілді", "Ввод в эксплуатацию", "In operation")),
        ("3.1", date(2026, 11, 20), in_three_languages("Жоба келісілді", "Проект согласован", "Draft agreed")),
    ):
        it.milestone(number, due, title)
    it.progress("1.1", Progress.IN_PROGRESS, date(2026, 11, 3), forecast_on=date(2026, 12, 4))
    it.progress("1.1", Progress.IN_PROGRESS, date(2026, 11, 18), forecast_on=date(2026, 12, 18), forecast_reason="…")
    it.report("1", Confidence.ON_TRACK, date(2026, 11, 3))
    it.report("1", Confidence.AT_RISK, date(2026, 11, 18))
    it.report("2", Confidence.OFF_TRACK, date(2026, 11, 12))
    it.decide("2.2", Verdict.RETURNED, date(2026, 11, 19), "Сметаның қосымшасы жоқ")
    it.decide("3.1", Verdict.CONFIRMED, date(2026, 11, 20))
    what = in_three_languages("Қаржыландыруды растау", "Подтвердить финансирование", "Confirm the funding")
    it.ask("2", what, "Қаржы министрлігі", date(2026, 12, 1), date(2026, 11, 18))
    for language in LANGUAGES:
        it.person(f"coordinator-{language}", language)
        it.grant(f"coordinator-{language}", Role.COORDINATOR, "2")
        it.person(f"executive-{language}", language)
        it.grant(f"executive-{language}", Role.EXECUTIVE)
        it.person(f"controller-{language}", language)
        it.grant(f"controller-{language}", Role.CONTROLLER)
        it.grant(f"controller-{language}", Role.COORDINATOR, "2")


@pytest.mark.parametrize(
    ("name", "role", "at", "demonstration"),
    [
        ("actions", "coordinator", TUESDAY, False),
        ("overview", "executive", MONDAY, True),
        ("actions-and-overview", "controller", MONDAY, False),
    ],
)
def test_the_mails_read_as_they_were_reviewed(
    planning: Planning, tick: Tick, sink: Sink, name: str, role: str, at: str, demonstration: bool
) -> None:
    with planning(demonstration=demonstration) as it:
        a_road_map_with_everything(it)
    tick(at)
    for language in LANGUAGES:
        address = f"{role}-{language}@roadmap.test"
        mail = sink.mail_to(address)
        shown = "".join(f"{header}: {mail[header]}\n" for header in NAMED_IN_HEADERS)
        shown += f"\n{sink.text_to(address)}"
        snapshot = SNAPSHOTS / f"{name}.{language}.txt"
        if os.environ.get("UPDATE_SNAPSHOTS"):
            SNAPSHOTS.mkdir(exist_ok=True)
            snapshot.write_text(shown, encoding="utf-8")
        assert shown == snapshot.read_text(encoding="utf-8"), f"{snapshot.name}: UPDATE_SNAPSHOTS=1 writes it anew"
