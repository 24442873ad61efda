"""Failed sign-ins are counted before a password is looked at, so that many at once are not more than a few."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from roadmap.access.tokens import fingerprint
from roadmap.database import Database
from roadmap.store.sign_ins import take_attempt


def test_of_many_attempts_at_once_only_as_many_go_on_as_may(database: Database) -> None:
    at = datetime.now(UTC)

    def attempt(_number: int) -> bool:
        with database.writing() as session:
            allowed = take_attempt(session, fingerprint("aigul@people.test"), at, at - timedelta(minutes=15), 5)
            session.commit()
            return allowed

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(attempt, range(24))) == 5
