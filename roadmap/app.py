"""create_app(config): the one place that knows every part."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from roadmap import frame
from roadmap.access import all_pages as access
from roadmap.access import commands as access_commands
from roadmap.access import corrections, reader, room_for_files
from roadmap.api import all_endpoints as api
from roadmap.api import commands as exchange_commands
from roadmap.api import reference
from roadmap.control import commands as control_commands
from roadmap.control import evidence_commands
from roadmap.control import pages as control
from roadmap.coordination import all_pages as coordination
from roadmap.database import Database
from roadmap.digests import holding as digest_commands
from roadmap.digests.pages import all_pages as digests
from roadmap.extensions import bootstrap, csrf
from roadmap.oversight import all_pages as oversight
from roadmap.web import (
    assets,
    erased,
    errors,
    locale,
    numbers,
    operations,
    roadmaps,
    security,
    sessions,
    uploads,
    wording,
)

PROJECT = Path(__file__).resolve().parent.parent

FACES = (oversight, coordination, control, digests, api, reference, access)


def create_app(config: Config, overrides: Mapping[str, object] | None = None) -> Flask:
    """The whole program for one database and one set of settings. ``overrides`` are Flask settings, for tests."""
    app = Flask("roadmap", template_folder=str(PROJECT / "templates"), static_folder=str(PROJECT / "roadmap/static"))
    _configure(app, config)
    app.config.update(overrides or {})
    if config.trusted_proxies:
        # Only whence a request comes: to which host it was sent and how is for PUBLIC_URL to say.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=0)  # type: ignore[method-assign]
    numbers.attach(app)
    csrf.init_app(app)
    bootstrap.init_app(app)
    assets.attach(app)
    sessions.attach(app, Database(config.database_url))
    locale.attach(app)
    wording.attach(app)
    roadmaps.attach(app)
    erased.attach()
    security.attach(app)
    errors.attach(app)
    operations.attach(app)
    uploads.attach(app, config)
    room_for_files.attach(app)
    reader.attach(app)
    corrections.attach(app)
    frame.attach(app)
    for face in FACES:
        app.register_blueprint(face.blueprint)
    _add_commands(app)
    return app


def _add_commands(app: Flask) -> None:
    control_commands.attach(app)
    exchange_commands.attach(app)
    app.cli.add_command(access_commands.admin)
    app.cli.add_command(evidence_commands.group)
    app.cli.add_command(digest_commands.group)


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        PUBLIC_PROGRESS=config.public_progress,
        PUBLIC_URL=config.public_url,
        EVIDENCE_FILE_MB=config.evidence_file_mb,
        SIGN_IN_REST_MINUTES=config.sign_in_rest_minutes,
        ROADMAP=config,
        # A link that a request's own "Host" could change might lead anywhere.
        TRUSTED_HOSTS=None if config.development else [urlsplit(config.public_url).hostname],
        # Pages and pictures come from this server alone.
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_TRANSLATION_DIRECTORIES=str(PROJECT / "roadmap/translations"),
        MAX_CONTENT_LENGTH=1024 * 1024,
        MAX_FORM_MEMORY_SIZE=512 * 1024,
        SESSION_COOKIE_NAME="__Host-roadmap" if config.encrypted else "roadmap",
        SESSION_COOKIE_SECURE=config.encrypted,
        SESSION_COOKIE_HTTPONLY=True,
        # "Strict" would drop the session of whoever follows a link from a mail.
        SESSION_COOKIE_SAMESITE="Lax",
        # A form may be filled in for as long as a sign-in lasts.
        WTF_CSRF_TIME_LIMIT=None,
    )
