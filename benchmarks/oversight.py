"""``python -m benchmarks.oversight``: what the executive's pages cost as a road map grows.

Seconds are of one machine; the share of a page that only looks up who is signed in is worth comparing.
"""

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.large_roadmap import write_large
from benchmarks.measuring import as_table, databases, in_own_process, keep, median_of, peak_mib
from config import Config
from roadmap.access.guards import Rule, guarded
from roadmap.access.sessions import SESSION_KEY
from roadmap.access.tokens import fingerprint, new_token
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.store.accounts import open_account
from roadmap.store.people import add_person, grant
from roadmap.store.sign_ins import begin_sign_in
from roadmap.web.sessions import database
from tests.builders.queries import counted

SIZES = (3, 100, 1000)
LINES = 20
TOKEN = new_token()
PAGES = {"bare": "/bare", "overview": "/", "measure": "/measures/2"}


def build(url: str, measures: int, token: str) -> None:
    """Writes a road map of that size, and an executive who is signed in with ``token``."""
    now = datetime.now(UTC)
    with Database(url).writing() as session:
        large = write_large(session, measures, LINES, now.date())
        person = add_person(session, "Executive", "executive@large.test", "kk")
        session.flush()
        open_account(session, person.id, None, now)
        grant(session, person.id, Role.EXECUTIVE, large.roadmap_id)
        begin_sign_in(session, person.id, fingerprint(token), now, now + timedelta(hours=1))
        session.commit()


def measure(url: str, token: str) -> list[dict[str, Any]]:
    """One row for each page: queries, median, share of the bare page's requests per second, bytes, peak memory."""
    app = _app(url)
    client = _signed_in(app, token)
    with app.app_context():
        engine = database().engine
    rows: list[dict[str, Any]] = []
    bare = None
    for name, path in PAGES.items():
        client.get(PAGES["bare"])
        with counted(engine) as count:
            page = client.get(path)
        assert page.status_code == 200, (path, page.status_code)  # noqa: S101 - a wrong page must not be timed
        taken = median_of(partial(client.get, path), 100, 3)
        bare = bare or taken
        rows.append(
            {
                "page": name,
                "queries": count.total,
                "ms": taken.clock,
                "ms of work": taken.work,
                "share of bare": f"{bare.work / taken.work:.2%}",
                "kB": round(len(page.get_data()) / 1000, 1),
                "peak MiB": peak_mib(),
            }
        )
    return rows


def _app(url: str) -> Flask:
    settings = {"ROADMAP_ENV": "development", "DATABASE_URL": url, "SECRET_KEY": "0123456789abcdef" * 4}
    app = create_app(Config.from_environment(settings))
    app.add_url_rule("/bare", view_func=guarded(Rule.SIGNED_IN)(lambda: "ok"), endpoint="bare")
    return app


def _signed_in(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session[SESSION_KEY] = token
    return client


def main() -> None:
    """Measures every size on every database that can be had, prints a table and keeps the rows."""
    found = []
    with databases() as makers:
        for kind, make in makers.items():
            for size in SIZES:
                url = make()
                in_own_process(build, url, size, TOKEN)
                rows = in_own_process(measure, url, TOKEN)
                found += [{"database": kind, "measures": size, **row} for row in rows]
                print(f"{kind}, {size} measures: done", file=sys.stderr)
    print(as_table(found))
    print(f"\nKept in {keep('oversight', datetime.now(UTC).date(), found).name}")


if __name__ == "__main__":
    main()
