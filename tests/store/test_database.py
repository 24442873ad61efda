"""The engine: what its errors may say."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from roadmap.database import Database


def test_an_error_of_the_database_does_not_say_with_which_values_it_was_asked(database_url: str) -> None:
    database = Database(database_url)
    with database.reading() as session, pytest.raises(DBAPIError) as refused:
        session.execute(text("SELECT :address FROM nowhere"), {"address": "somebody@people.test"})
    database.engine.dispose()
    assert "nowhere" in str(refused.value)
    assert "somebody@people.test" not in str(refused.value)
