"""The documents in a measure's record, for whoever has a role on its road map."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from roadmap.access.reader import current_reader
from roadmap.domain.evidence import file_of
from roadmap.domain.measures import MeasureState
from roadmap.domain.plan import Roadmap
from roadmap.store.evidence_reading import evidence_of
from roadmap.web.evidence import ShownEvidence, evidence_shown, file_address
from roadmap.web.sessions import reading


@dataclass(frozen=True, slots=True)
class Documents:
    """The list, and for a milestone's number (id) where the copy of its completion document can be had."""

    shown: tuple[ShownEvidence, ...]
    files: Mapping[int, str]


def documents_of(
    state: MeasureState, roadmap: Roadmap, day: date, known_at: datetime | None = None
) -> Documents | None:
    """The documents as of ``day``; ``None`` for the public. Two queries, however many documents there are."""
    reader, measure = current_reader(), state.measure
    if not reader.has_role_on(roadmap.id):
        return None
    found = evidence_of(reading(), measure.id, day, known_at)
    files = {each.milestone.id: file_of(each.document, each.milestone.id, found) for each in state.milestones}
    return Documents(
        tuple(evidence_shown(found, measure, names=reader.sees_names)),
        {number: file_address(measure.number, file) for number, file in files.items() if file},
    )
