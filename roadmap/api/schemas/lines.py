"""Lines of the ledger as they are followed, calendar days, indicators and evidence."""

from typing import Any

from pydantic import Field

from roadmap.api.schemas.base import Answer, Day, LimitInQuery, Moment, Sent, SeqInQuery, Text, YearInQuery
from roadmap.api.schemas.people import PersonAnswer
from roadmap.api.schemas.roadmaps import ReferenceAnswer
from roadmap.domain.indicators import IndicatorKind
from roadmap.domain.ledger import Act, Facet
from roadmap.domain.plan import Origin


class LinesQuery(Sent):
    """From where on, and how many at most."""

    after: SeqInQuery = Field(0, description="Lines with a greater number are answered.")
    limit: LimitInQuery = Field(100, description="How many lines at most.")


class YearQuery(Sent):
    """Which year."""

    year: YearInQuery = Field(description="The year.")


class EntryAnswer(Answer):
    """One statement of a line. ``fact`` is what it says: which members it has depends on the facet."""

    facet: Facet
    milestone_id: int | None
    milestone: str | None
    fact: dict[str, Any]


class LineAnswer(Answer):
    """A line as it was written. Names are beside the line, never in it; the checksum is over the numbers."""

    seq: int
    act: Act
    measure_id: int | None
    measure: str | None
    effective_on: Day
    recorded_at: Moment
    author_id: int | None
    corrects: int | None
    previous_checksum: str
    checksum: str
    entries: list[EntryAnswer]


class LinesAnswer(Answer):
    """Lines in the order in which they were written. Ask again with ``after`` until ``after`` is ``last``."""

    lines: list[LineAnswer]
    people: list[PersonAnswer]
    after: int
    last: int


class DayAnswer(Answer):
    """A day that does not follow the week."""

    on: Day
    working: bool
    reason: Text
    act: str


class DaysAnswer(Answer):
    """The days of a year that do not follow the week."""

    calendar: str
    year: int
    days: list[DayAnswer]


class PointAnswer(Answer):
    """One stated figure; decimals are texts, so that no figure is rounded on the way."""

    label: Text
    on: Day | None
    value: str | None
    share: str | None
    approximate: bool
    flag: Text


class IndicatorAnswer(Answer):
    """An outcome indicator as its source states it."""

    code: str
    title: Text
    unit: Text
    origin: Origin
    kind: IndicatorKind
    reference: ReferenceAnswer | None
    as_of: Text
    caution: Text
    no_data_note: Text
    stated_total: str | None
    points: list[PointAnswer]


class IndicatorsAnswer(Answer):
    """The indicators of a road map."""

    indicators: list[IndicatorAnswer]


class EvidenceAnswer(Answer):
    """A document in the record. With a checksum a file was kept with it; ``has_file`` says whether it still is."""

    seq: int
    milestone_id: int | None
    effective_on: Day
    number: str
    dated_on: Day
    title: str
    address: str
    has_file: bool
    file_name: str
    media_type: str
    size: int
    sha256: str


class EvidencesAnswer(Answer):
    """The documents of a measure."""

    evidence: list[EvidenceAnswer]
