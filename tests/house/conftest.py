"""Houses that are built once and put back as they were for each test: building one takes longer than most questions."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import KINDS
from tests.house.built import House, house_on
from tests.services import databases


@dataclass(frozen=True)
class Standing:
    """A house in a folder of its own, and the folder as it was when it was built."""

    house: House
    folder: Path
    pristine: Path

    def again(self) -> House:
        """The house as it was built."""
        self.house.database.engine.dispose()
        shutil.rmtree(self.folder)
        shutil.copytree(self.pristine, self.folder)
        return self.house


def standing(template: Path, folder: Path, **settings: Any) -> Standing:
    """Builds a house in ``folder``, with its database and its files of evidence."""
    live, pristine = folder / "live", folder / "pristine"
    live.mkdir()
    url = databases.copy_of_sqlite(template, live)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVIDENCE_FOLDER", str(live / "evidence"))
        house = house_on(url, **settings)
    house.database.engine.dispose()
    shutil.copytree(live, pristine)
    return Standing(house, live, pristine)


@pytest.fixture(scope="module", params=[False, True], ids=["private", "public"])
def standing_house(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Standing]:
    built = standing(sqlite_template, tmp_path_factory.mktemp("house"), public=request.param)
    yield built
    built.house.database.engine.dispose()


@pytest.fixture
def house(standing_house: Standing) -> House:
    """Progress is private here, and then public."""
    return standing_house.again()


@pytest.fixture(scope="module")
def guarded_house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A form needs its token here, so nothing is ever done without one."""
    built = standing(sqlite_template, tmp_path_factory.mktemp("guarded"), csrf=True)
    yield built.house
    built.house.database.engine.dispose()


@pytest.fixture(scope="module")
def standing_alone(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    built = standing(sqlite_template, tmp_path_factory.mktemp("looked_at"))
    yield built
    built.house.database.engine.dispose()


@pytest.fixture
def looked_at_house(standing_alone: Standing) -> House:
    """One house, as it was built."""
    return standing_alone.again()


@pytest.fixture(scope="module", params=KINDS)
def either_house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """On each kind of database; only looked at."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            folder = tmp_path_factory.mktemp("either")
            url = databases.copy_of_sqlite(request.getfixturevalue("sqlite_template"), folder)
        else:
            server = request.getfixturevalue("postgresql_server")
            template = str(request.getfixturevalue("postgresql_template").database)
            url = databases.in_full(stack.enter_context(databases.new_postgresql(server, template)))
        built = house_on(url)
        yield built
        built.database.engine.dispose()
