"""However time runs, each time of day of each working day has one edition: in time, late, or made up for by one."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.digests.time_machine import RollingTown, Town, new_town

SHORT = settings(
    max_examples=200,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=2000, stateful_step_count=50, derandomize=False, phases=tuple(Phase))


@pytest.fixture(scope="module", autouse=True)
def town() -> None:
    Town.database = new_town()


def test_each_time_of_day_of_each_working_day_has_one_edition() -> None:
    run_state_machine_as_test(Town, settings=SHORT)


@pytest.mark.long
def test_each_time_of_day_of_each_working_day_has_one_edition_at_length() -> None:
    run_state_machine_as_test(Town, settings=LONG)


def test_a_schedule_of_every_24_hours_is_found_out() -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(RollingTown, settings=SHORT)
