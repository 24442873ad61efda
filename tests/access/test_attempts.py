"""Failed sign-ins are counted before a password is looked at, so that many at once are not more than a few."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from roadmap.access.throttle import SIGN_IN
from roadmap.access.tokens import fingerprint
from roadmap.database import Database
from roadmap.store.attempts import Attempt, take_attempt


def test_of_many_attempts_at_once_only_as_many_go_on_as_may(database: Database) -> None:
    at = datetime.now(UTC)

    def attempt(_number: int) -> bool:
        with database.writing() as session:
            wait = take_attempt(session, Attempt("sign_in", fingerprint("aigul@people.test"), None, at), SIGN_IN)
            session.commit()
            return wait is None

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(attempt, range(24))) == 5
