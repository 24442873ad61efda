"""The import contracts of pyproject.toml hold, and each is seen to fail when it is broken on purpose."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tracked import PROJECT

OFFENCES = [
    pytest.param("pure-domain", "domain", "import flask", id="the domain imports Flask"),
    pytest.param("pure-domain", "domain", "import sqlalchemy.orm", id="the domain imports SQLAlchemy"),
    pytest.param("pure-domain", "domain", "from wtforms import Form", id="the domain imports WTForms"),
    pytest.param("one-way", "domain", "import roadmap.store", id="the domain imports the store"),
    pytest.param("one-way", "store", "import roadmap.web", id="the store imports the web"),
    pytest.param("one-way", "web", "import roadmap.access", id="the web imports signing in"),
    pytest.param("one-way", "oversight", "import roadmap.coordination", id="a face imports another"),
    pytest.param("one-way", "digests", "import roadmap.app", id="a face imports the application"),
    pytest.param("one-way", "new_room", "", id="a room that no layer names"),
    pytest.param("mailbox-apart", "mailbox", "import roadmap.store", id="the post office imports the store"),
    pytest.param("mailbox-unknown", "digests", "import roadmap.mailbox", id="the digests import the post office"),
    pytest.param("one-clock", "digests", "import apscheduler", id="another module imports APScheduler"),
]


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """The package and its contracts in a folder where they may be broken."""
    shutil.copytree(PROJECT / "roadmap", tmp_path / "roadmap", ignore=shutil.ignore_patterns("static", "translations"))
    shutil.copyfile(PROJECT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *options]
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def name_of(contract: str) -> str:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(str(each["name"]) for each in contracts if each["id"] == contract)


def test_the_contracts_hold() -> None:
    outcome = lint_imports(PROJECT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(("contract", "room", "offence"), OFFENCES)
def test_a_contract_fails_when_it_is_broken(copied_house: Path, contract: str, room: str, offence: str) -> None:
    intruder = copied_house / "roadmap" / room / "intruder.py"
    intruder.parent.mkdir(exist_ok=True)
    intruder.with_name("__init__.py").touch()
    intruder.write_text(f"{offence}\n")

    outcome = lint_imports(copied_house, "--contract", contract)

    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert f"{name_of(contract)} BROKEN" in " ".join(outcome.stdout.split())
