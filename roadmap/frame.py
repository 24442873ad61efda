"""What stands around every page: the navigation, the band of demonstration data, and the record's stamp."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import gettext

from roadmap.access.reader import current_reader
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.plan import Roadmap
from roadmap.store.plan_reading import all_roadmaps
from roadmap.web.machines import for_a_program
from roadmap.web.sessions import reading

# These answer without a page and must work without the road maps.
_BARE = {"static", "bootstrap.static", "access.healthz"}


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation."""

    label: str
    href: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class RecordStamp:
    """Where the ledger stands: the number of its last line, and the beginning of that line's checksum."""

    seq: int
    checksum: str


def attach(app: Flask) -> None:
    """Puts the frame around every page; a page about no road map is framed by the default one."""
    app.before_request(_remember_roadmaps)
    app.context_processor(_for_templates)


def _remember_roadmaps() -> None:
    g.roadmaps = [] if request.endpoint in _BARE or for_a_program() else all_roadmaps(reading())


def _for_templates() -> dict[str, Any]:
    roadmaps: list[Roadmap] = g.get("roadmaps", [])
    asked_for: Roadmap | None = g.get("roadmap")
    # A page that says "there is no such page" must not show by its frame that there is one.
    seen = asked_for if asked_for and current_reader().sees(asked_for.id) else None
    framed = seen or next(iter(roadmaps), None)
    return {
        "demonstration": bool(framed and framed.demonstration),
        "home_href": _home(framed, roadmaps),
        "navigation": _navigation(framed, roadmaps),
        "record_stamp": _stamp(seen),
    }


def _home(framed: Roadmap | None, roadmaps: list[Roadmap]) -> str:
    return _address("oversight.overview", framed, roadmaps) if framed else url_for("oversight.overview")


def _address(endpoint: str, roadmap: Roadmap, roadmaps: list[Roadmap]) -> str:
    is_default = bool(roadmaps) and roadmap.slug == roadmaps[0].slug
    return url_for(endpoint) if is_default else url_for(endpoint, slug=roadmap.slug)


def _navigation(framed: Roadmap | None, roadmaps: list[Roadmap]) -> list[NavigationItem]:
    reader = current_reader()
    items: list[tuple[str, str, str]] = []
    if framed and reader.sees(framed.id):
        items.append(("oversight.overview", gettext("Overview"), _address("oversight.overview", framed, roadmaps)))
    if reader.signed_in:
        items.append(("coordination.my", gettext("My items"), url_for("coordination.my")))
    if framed and reader.sees(framed.id):
        items.append(("oversight.sources", gettext("Sources"), _address("oversight.sources", framed, roadmaps)))
    if framed and reader.controls(framed.id):
        items.append(("control.desk", gettext("Control desk"), _address("control.desk", framed, roadmaps)))
        items.append(("control.plan", gettext("Plan"), _address("control.plan", framed, roadmaps)))
        items.append(("control.people", gettext("People"), _address("control.people", framed, roadmaps)))
        items.append(("control.days", gettext("Calendar"), _address("control.days", framed, roadmaps)))
    if reader.signed_in and (reader.administers or sum(reader.sees(each.id) for each in roadmaps) > 1):
        items.append(("control.roadmaps", gettext("Road maps"), url_for("control.roadmaps")))
    if reader.administers:
        items.append(("access.accounts", gettext("Accounts"), url_for("access.accounts")))
        items.append(("access.security", gettext("Security log"), url_for("access.security")))
        items.append(("digests.outgoing", gettext("Outgoing mail"), url_for("digests.outgoing")))
    return [NavigationItem(label, href, request.endpoint == endpoint) for endpoint, label, href in items]


def _stamp(roadmap: Roadmap | None) -> RecordStamp | None:
    if roadmap is None or not roadmap.head_hash:
        return None
    return RecordStamp(roadmap.head_seq, checksum_groups(roadmap.head_hash))
