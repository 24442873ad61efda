"""Handing out a file of evidence: to whoever has a role on its road map, unchanged or not at all."""

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote

from flask import abort, current_app, render_template, request
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded, needs_role_on
from roadmap.access.reader import current_reader
from roadmap.domain.evidence import Evidence
from roadmap.domain.plan import Roadmap
from roadmap.oversight.pages import blueprint
from roadmap.store.evidence_folder import EvidenceFolder, checksum_of
from roadmap.store.evidence_reading import evidence_in_line
from roadmap.store.portfolio import measure_on
from roadmap.web.evidence import evidence_shown
from roadmap.web.roadmaps import current_roadmap, route
from roadmap.web.sessions import end_reading, reading, today
from roadmap.web.uploads import evidence_folder

# Opened in a browser all the same, it runs nothing, loads nothing and belongs to no address of ours.
_APART = "sandbox; default-src 'none'; frame-ancestors 'none'"
_PIECE = 64 * 1024


@route(blueprint, "/measures/<number>/evidence/<int(max=2147483647):seq>/file")
@guarded(Rule.SIGNED_IN)
def evidence_file(number: str, seq: int) -> Response | tuple[str, int]:
    """The file as it was put in; a page that says so if it was removed or is damaged."""
    roadmap = current_roadmap()
    needs_role_on(roadmap.id)
    found = evidence_in_line(reading(), roadmap.id, seq)
    measure = measure_on(reading(), roadmap, number, today(roadmap.timezone)) if found else None
    if found is None or measure is None or found.entry.measure_id != measure.measure.id or not found.entry.fact.file:
        abort(404)
    shown = evidence_shown([found], measure.measure, names=current_reader().sees_names)[0]
    values = {"roadmap": roadmap, "measure": measure.measure, "document": shown}
    if not found.has_file:
        return render_template("oversight/evidence_gone.html", **values), HTTPStatus.GONE
    if not request.if_none_match.contains(found.entry.fact.sha256) and not _whole(found, roadmap):
        return render_template("oversight/evidence_gone.html", **values), HTTPStatus.INTERNAL_SERVER_ERROR
    return _sent(found)


def _whole(evidence: Evidence, roadmap: Roadmap) -> bool:
    """Whether the file is the one that was put in; whatever else it is goes to the log and to nobody."""
    fact = evidence.entry.fact
    end_reading()
    try:
        with evidence_folder().open(fact.file) as file:
            same = checksum_of(file) == (fact.size, fact.sha256)
    except OSError as error:
        same = False
        current_app.logger.error("%s line %s: the file cannot be read: %s", roadmap.slug, evidence.entry.seq, error)
    else:
        if not same:
            current_app.logger.error(
                "%s line %s: file %s is not the one that was put in", roadmap.slug, evidence.entry.seq, fact.file
            )
    return same


def _sent(evidence: Evidence) -> Response:
    fact = evidence.entry.fact
    response = Response(_pieces(evidence_folder(), fact.file), mimetype=fact.kind)
    response.content_length = fact.size
    response.headers.set("Content-Disposition", "attachment", **_named(fact.name, evidence.entry.seq))
    response.headers["Content-Security-Policy"] = _APART
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(fact.sha256)
    return response.make_conditional(request)


def _named(name: str, seq: int) -> dict[str, str]:
    """The name as RFC 6266 carries it: in full, and for programs that know only Latin letters another one."""
    if name.isascii():
        return {"filename": name}
    ending = name.rpartition(".")[2]
    return {"filename": f"document-{seq}.{ending}", "filename*": f"UTF-8''{quote(name, safe='')}"}


def _pieces(folder: EvidenceFolder, number: str) -> Iterator[bytes]:
    """Opened when the first piece is asked for: who only looks at the headers opens nothing."""
    with folder.open(number) as file:
        while piece := file.read(_PIECE):
            yield piece
