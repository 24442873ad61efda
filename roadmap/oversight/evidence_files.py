"""Handing out a file of evidence: to whoever has a role on its road map, unchanged or not at all."""

from http import HTTPStatus

from flask import abort, current_app, render_template, request, send_file
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded, needs_role_on
from roadmap.access.reader import current_reader
from roadmap.domain.evidence import Evidence
from roadmap.domain.plan import Roadmap
from roadmap.oversight.pages import blueprint
from roadmap.store.evidence_folder import checksum_of
from roadmap.store.evidence_reading import evidence_in_line
from roadmap.store.portfolio import measure_on
from roadmap.web.evidence import evidence_shown
from roadmap.web.roadmaps import current_roadmap, route
from roadmap.web.sessions import end_reading, reading, today
from roadmap.web.uploads import evidence_folder

# Opened in a browser all the same, it runs nothing, loads nothing and belongs to no address of ours.
_APART = "sandbox; default-src 'none'; frame-ancestors 'none'"


@route(blueprint, "/measures/<number>/evidence/<int:seq>/file")
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
    response = send_file(
        evidence_folder().open(fact.file),
        mimetype=fact.kind,
        as_attachment=True,
        download_name=fact.name,
        etag=fact.sha256,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = _APART
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
