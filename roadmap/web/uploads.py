"""Files that people send: the folder that keeps them, how large they may be, and what a full disk is answered with."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from config import Config, ConfigError
from roadmap.store.evidence_folder import FULL, EvidenceFolder
from roadmap.web.errors import error_page

View = Callable[..., Any]

MEGABYTE = 1024 * 1024
_KEY = "roadmap.evidence"


class DiskFull(HTTPException):
    """507 (RFC 4918, 11.5): what was sent could not be kept, and nothing of it was."""

    code = HTTPStatus.INSUFFICIENT_STORAGE
    description = "The disk is full."


def attach(app: Flask, config: Config) -> None:
    """Gives the application its folder, or ends the start in one line; answers a full disk with a page."""
    folder = EvidenceFolder(config.evidence_folder)
    try:
        folder.prepare()
    except OSError as error:
        problem = error.strerror or "no reason given"
        raise ConfigError(f"EVIDENCE_FOLDER {config.evidence_folder} cannot be written to: {problem}") from None
    app.extensions[_KEY] = folder
    app.register_error_handler(OSError, _disk_full)
    app.teardown_request(_close_files)


def evidence_folder() -> EvidenceFolder:
    """Where the application keeps files of evidence."""
    return cast(EvidenceFolder, current_app.extensions[_KEY])


def most_megabytes() -> int:
    """How large a file may be, in megabytes of 1,048,576 bytes."""
    return int(current_app.config["EVIDENCE_FILE_MB"])


def takes_file(view: View) -> View:
    """Declares that a view takes a file, so that its requests may be longer than others."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def may_bring_file() -> bool:
    """Whether this request goes to a view that takes a file."""
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), "takes_file", False))


def _close_files(_error: BaseException | None) -> None:
    """What was put down on the disk while it came in is given back at once, not when somebody tidies the memory."""
    request.close()


def _disk_full(error: OSError) -> Response:
    """Long forms and files are put down on the disk while they come in, so any of them can find it full."""
    if error.errno not in FULL:
        raise error
    current_app.logger.error("the disk is full: %s", error)
    return error_page(DiskFull())
