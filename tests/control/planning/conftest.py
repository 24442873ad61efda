"""A house on SQLite alone, for what no database can see."""

from collections.abc import Iterator

import pytest

from tests.control.conftest import House, furnish


@pytest.fixture
def sqlite_house(sqlite_url: str) -> Iterator[House]:
    """A house of one's own."""
    furnished = furnish(sqlite_url)
    yield furnished
    for database in (furnished.database, furnished.app.extensions["roadmap.database"]):
        database.engine.dispose()
