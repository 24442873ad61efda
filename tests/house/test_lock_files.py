"""The lock files are whole, and no file remembers the machine or the registry it was made with."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tracked import PROJECT, tracked_files

LOCKS = ("requirements.txt", "requirements-test.txt")

# Built from pieces, so that this file does not contain what it looks for.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("jsdelivr", "net"))]
OPTIONS = ["-" + f"-{name}" for name in ("index-url", "extra-index-url", "find-links", "trusted-host")]
FOLDERS = ["/" + f"{name}/" for name in ("root", "work", "Users")] + ["/" + r"home/\w", "/" + "opt/(?:pypi|wheels)"]
FORBIDDEN = re.compile(
    "|".join([*map(re.escape, HOSTS), *map(re.escape, OPTIONS), *(rf"(?<![\w.)}}>-]){folder}" for folder in FOLDERS)])
)


def requirements_in(text: str) -> Iterator[tuple[Requirement, list[str]]]:
    """Each locked requirement with its hashes."""
    for entry in re.sub(r"\\\n", " ", text).splitlines():
        if entry and not entry.lstrip().startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
            yield Requirement(requirement), hashes


def locked_versions(name: str) -> dict[str, str]:
    found = requirements_in((PROJECT / name).read_text())
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each, _ in found}


def traces_in(path: Path) -> list[str]:
    try:
        text = (PROJECT / path).read_text()
    except UnicodeDecodeError:
        return []
    return [f"{path}: {found.group()}" for found in FORBIDDEN.finditer(text)]


def test_no_file_names_a_registry_or_a_path_of_the_machine_it_was_made_on() -> None:
    assert [trace for path in tracked_files() for trace in traces_in(path)] == []


@pytest.mark.parametrize("trace", [f"https://{HOSTS[0]}/simple", f"{OPTIONS[0]} x", "see /" + "root/.venv/bin"])
def test_such_a_trace_would_be_seen(trace: str) -> None:
    assert FORBIDDEN.search(trace)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_is_one_version_with_hashes(lock: str) -> None:
    found = list(requirements_in((PROJECT / lock).read_text()))
    assert found
    for requirement, hashes in found:
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(each.startswith("sha256:") for each in hashes), requirement


def test_the_tests_run_on_the_versions_that_the_program_runs_on() -> None:
    tested = locked_versions("requirements-test.txt")
    assert locked_versions("requirements.txt").items() <= tested.items()


@pytest.mark.parametrize(("lock", "extra"), [("requirements.txt", None), ("requirements-test.txt", "test")])
def test_the_lock_is_of_what_the_project_asks_for(lock: str, extra: str | None) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else ())]
    locked = locked_versions(lock)
    for requirement in map(Requirement, wanted):
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not locked: make lock"
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}: make lock"
