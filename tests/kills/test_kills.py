"""Whoever is killed, whenever: nobody is forgotten, nobody is written to twice without a record that says so."""

import re

from roadmap.failpoints import POINTS
from tests.house.tracked import PROJECT, python_files
from tests.kills.conftest import Harness
from tests.kills.points import CLOCK_POINTS, SENDER_POINTS, UPLOAD_POINTS


def test_fifty_kills_at_random_moments_lose_and_double_nothing(harness: Harness) -> None:
    runs = harness("random", kills=50)
    assert sum(run["kills"] for run in runs.values()) == 50
    for run in runs.values():
        assert run["missing"] == run["unexplained"] == run["problems"] == 0
    assert runs["random moments, journal"]["extra"] == 0


def test_three_kills_at_every_named_point_lose_and_double_nothing(harness: Harness) -> None:
    ((name, run),) = harness("points", times=3).items()
    assert run["kills"] == 3 * len([*CLOCK_POINTS, *SENDER_POINTS]), name
    assert run["missing"] == run["extra"] == run["problems"] == 0


def test_the_wrong_orders_are_seen_to_lose_and_to_double(harness: Harness) -> None:
    runs = harness("wrong", times=2, kills=0)
    assert runs["MarksBefore at after_mail"]["missing"] > 0
    assert runs["MarksAfter at after_250"]["unexplained"] > 0


def test_every_point_in_the_program_is_one_at_which_the_harness_kills() -> None:
    assert {*CLOCK_POINTS, *SENDER_POINTS, *UPLOAD_POINTS} == set(POINTS)
    code = "".join((PROJECT / path).read_text() for path in python_files() if path.parts[0] == "roadmap")
    calls = re.findall(r'\breach\(("[^)]*)\)', code)
    assert {name for call in calls for name in re.findall(r'"(\w+)"', call)} == set(POINTS)


def test_eight_clocks_write_sixty_mornings_down_once_each(harness: Harness) -> None:
    runs = harness("clocks", periods=60)
    assert runs["8 clocks"]["editions"] == 60
    assert runs["8 clocks"]["repeated"] == 0
    assert runs["8 clocks without the keys"]["repeated"] > 0
