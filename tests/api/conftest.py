"""Fixtures for programs."""

from collections.abc import Iterator

import pytest

from tests.builders.programs import Programs, programs_on


@pytest.fixture
def programs(database_url: str) -> Iterator[Programs]:
    found = programs_on(database_url)
    yield found
    found.house.database.engine.dispose()
