"""What the tests of this face share: a fixed moment, and the fields of a report that nothing speaks against."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import time_machine

from tests.builders.house import NOW, House, house_on

Fields = dict[str, str]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def build() -> Iterator[Callable[..., House]]:
    """``house_on``, with everything closed at the end."""
    with ExitStack() as built:

        def made(database_url: str, **options: Any) -> House:
            house = house_on(database_url, **options)
            built.callback(house.close)
            return house

        yield made


@pytest.fixture
def house(build: Callable[..., House], database_url: str) -> House:
    """Two measures with three milestones each, and people of several roles."""
    built = build(database_url, measures=2)
    built.person("Ainur", ("coordinator", built.measures[0]))
    built.person("Bolat", ("coordinator", built.measures[0]))
    built.person("Other", ("coordinator", built.measures[1]))
    built.person("Chief", ("executive", None))
    built.person("Nobody")
    return built


@pytest.fixture
def fields(house: House) -> Callable[..., Fields]:
    """The form as a browser sends it: on track, one text, every milestone as it stands."""

    def made(**changed: str) -> Fields:
        rows = {f"milestone_{number}-state": "not_started" for number in house.milestones[0]}
        return {
            "action": "send",
            "last_seen": str(house.last_line(house.measures[0])),
            "effective_on": "2026-11-23",
            "confidence": "on_track",
            "done_en": "The statute was sent for approval. Two bodies answered.",
            **rows,
            **changed,
        }

    return made
