"""Stylesheets, served before Flask sees the request, under addresses that change with their content."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import flask_bootstrap
from flask import Flask
from whitenoise import WhiteNoise

from roadmap.web.security import STATIC_HEADERS

_OWN = Path(__file__).resolve().parent.parent / "static"
_BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static/bootstrap5"
_DAY = 24 * 60 * 60


def attach(app: Flask) -> None:
    """Serves our own files and the few of Bootstrap's that pages use."""
    served = WhiteNoise(app.wsgi_app, max_age=_DAY, allow_all_origins=False, add_headers_function=_add_headers)
    served.add_files(str(_OWN), prefix="static/")
    served.add_files(str(_BOOTSTRAP / "css"), prefix="bootstrap/static/css/")
    app.wsgi_app = served  # type: ignore[method-assign]
    versions = {path.name: _version(path) for path in (*_OWN.iterdir(), *(_BOOTSTRAP / "css").glob("*.min.css"))}

    @app.url_defaults
    def _add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in ("static", "bootstrap.static"):
            name = Path(values.get("filename", "")).name
            if name in versions:
                values.setdefault("v", versions[name])


def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:8] if path.is_file() else ""


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    for name, value in STATIC_HEADERS.items():
        headers[name] = value
