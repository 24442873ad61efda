"""What two people enter at the same moment is entered once, and nobody is told of an error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.domain.text import LocalizedText
from roadmap.store.people import GrantRow, PostRow, add_person, grant
from roadmap.store.posts import post_named
from tests.builders.people import bare_roadmap

AT_ONCE = 6


def answers(database: Database, act: Callable[[Session], object]) -> list[object]:
    """What each of several who do the same at the same moment is answered."""
    together = Barrier(AT_ONCE)

    def one(_number: int) -> object:
        together.wait()
        with database.writing() as session:
            found = act(session)
            session.commit()
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_a_role_given_by_several_at_once_is_given_once(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as session:
        roadmap, person = bare_roadmap(session).id, add_person(session, "Anna", None, "kk").id
        session.commit()
    for role, where in ((Role.EXECUTIVE, roadmap), (Role.ADMINISTRATOR, None)):
        found = answers(database, lambda session, r=role, w=where: grant(session, person, r, w))  # type: ignore[misc]
        assert sorted(map(bool, found)) == [False] * (AT_ONCE - 1) + [True]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(GrantRow)) == 2
    database.engine.dispose()


def test_a_post_named_by_several_at_once_is_one_post(database_url: str) -> None:
    database = Database(database_url)
    found = answers(database, lambda session: post_named(session, LocalizedText(en="Director"), None))
    assert len(set(found)) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PostRow)) == 1
    database.engine.dispose()
