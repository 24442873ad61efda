"""Files that people send: the folder that keeps them, how large they may be, and what a full disk is answered with."""

from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any, cast

from flask import Flask, Request, current_app, request
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


class ReceivedRequest(Request):
    """A request whose files are put down only if whoever sends them may; of others the texts alone are read."""

    keeps_files = True

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.keeps_files:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return _Nowhere()


class _Nowhere(BytesIO):
    """Takes everything and keeps nothing."""

    def write(self, content: Any, /) -> int:
        return len(content)


def attach(app: Flask, config: Config) -> None:
    """Gives the application its folder, or ends the start in one line; answers a full disk with a page."""
    folder = EvidenceFolder(config.evidence_folder)
    try:
        folder.prepare()
    except OSError as error:
        problem = error.strerror or "no reason given"
        raise ConfigError(f"EVIDENCE_FOLDER {config.evidence_folder} cannot be written to: {problem}") from None
    app.extensions[_KEY] = folder
    app.request_class = ReceivedRequest
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
    return takes_files(1)(view)


def takes_files(most: int) -> Callable[[View], View]:
    """The same of a view whose form has several fields for files, of which so many of the largest come at once."""

    def declared(view: View) -> View:
        view.takes_files = most  # type: ignore[attr-defined]
        return view

    return declared


def files_at_once() -> int:
    """How many files of the largest size this request may bring."""
    return int(getattr(current_app.view_functions.get(request.endpoint or ""), "takes_files", 0))


def _close_files(_error: BaseException | None) -> None:
    """What was put down on the disk while it came in is given back at once, not when somebody tidies the memory."""
    request.close()


def _disk_full(error: OSError) -> Response:
    """Long forms and files are put down on the disk while they come in, so any of them can find it full."""
    if error.errno not in FULL:
        raise error
    current_app.logger.error("the disk is full: %s", error)
    return error_page(DiskFull())
