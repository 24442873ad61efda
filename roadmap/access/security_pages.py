"""The log of security events, for the administrator: the newest first, a page at a time."""

from typing import Any

from flask import render_template, request, url_for

from roadmap.access.blueprint import blueprint
from roadmap.access.guards import Rule, guarded
from roadmap.access.security_words import KINDS, said_of
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.security import SecurityKind
from roadmap.store.account_reading import all_measures
from roadmap.store.people import persons_by_id
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.security_reading import security_events, security_head
from roadmap.web.numbers import number_asked
from roadmap.web.sessions import reading

_ON_A_PAGE = 100


@blueprint.get("/security")
@guarded(Rule.ADMINISTERS)
def security() -> str:
    """What happened to accounts; of what is asked for and makes no sense nothing is heeded."""
    person, before = number_asked("person"), number_asked("before")
    kind = next((each for each in SecurityKind if each.value == request.args.get("kind")), None)
    found = security_events(reading(), count=_ON_A_PAGE + 1, before=before, person_id=person, kind=kind)
    events, more = found[:_ON_A_PAGE], len(found) > _ON_A_PAGE
    roadmaps = {roadmap.id: roadmap for roadmap in all_roadmaps(reading())}
    measures = {measure.id: measure for measure in all_measures(reading())}
    seq, checksum = security_head(reading())
    chosen: dict[str, Any] = {"person": person, "kind": kind.value if kind else None}
    return render_template(
        "access/security.html",
        events=[(event, said_of(event.detail, roadmaps, measures)) for event in events],
        older=url_for("access.security", before=events[-1].seq, **chosen) if more else None,
        people=sorted(persons_by_id(reading()).values(), key=lambda each: (each.name.casefold(), each.id)),
        chosen=chosen,
        kinds=KINDS,
        head={"seq": seq, "checksum": checksum_groups(checksum)},
        timezone=next((roadmap.timezone for roadmap in roadmaps.values()), "UTC"),
    )
