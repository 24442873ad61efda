"""The project's own files, as its tests about itself read them."""

import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def tracked_files() -> list[Path]:
    """Every file of the project, relative to its root: those in the repository and those about to be."""
    # The folder may belong to somebody else than whoever runs the tests.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True).stdout.decode()
    names = (Path(name) for name in listed.split("\0") if name)
    return sorted(name for name in names if (PROJECT / name).is_file())


def python_files() -> list[Path]:
    """Those of them that are Python modules."""
    return [name for name in tracked_files() if name.suffix == ".py"]
