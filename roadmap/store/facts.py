"""Facts as canonical JSON and back: the one conversion between the ledger's stored text and the domain.

Canonical means: keys sorted, no spaces, dates as ISO 8601, empty values left out. The same fact always gives the same
bytes, because the chain's checksums are taken over them.
"""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from roadmap.domain.facts import (
    AdoptionFact,
    AmendmentFact,
    AnswerFact,
    AskFact,
    Confidence,
    CorrectionFact,
    DeadlineFact,
    Document,
    Element,
    EvidenceFact,
    EvidenceRemovedFact,
    ExtensionFact,
    Fact,
    FieldChange,
    OwnerFact,
    Progress,
    ProgressFact,
    ReadingFact,
    RefusalFact,
    ReportFact,
    Verdict,
    VerdictFact,
    Waiting,
    WithdrawalFact,
)
from roadmap.domain.ledger import Facet
from roadmap.domain.plan import Deadline, DeadlineKind, TermUnit
from roadmap.domain.text import LocalizedText

FACTS: dict[Facet, type[Any]] = {
    Facet.REPORT: ReportFact,
    Facet.PROGRESS: ProgressFact,
    Facet.VERDICT: VerdictFact,
    Facet.OWNER: OwnerFact,
    Facet.EXTENSION: ExtensionFact,
    Facet.DEADLINE: DeadlineFact,
    Facet.ASK: AskFact,
    Facet.ANSWER: AnswerFact,
    Facet.WITHDRAWAL: WithdrawalFact,
    Facet.REFUSAL: RefusalFact,
    Facet.CORRECTION: CorrectionFact,
    Facet.ADOPTION: AdoptionFact,
    Facet.AMENDMENT: AmendmentFact,
    Facet.EVIDENCE: EvidenceFact,
    Facet.EVIDENCE_REMOVED: EvidenceRemovedFact,
    Facet.READING: ReadingFact,
}

# How the value of a field is read back; what is not listed is text or a number and stands for itself.
_NESTED: dict[tuple[type[Any], str], type[Any]] = {
    (ReportFact, "waiting"): Waiting,
    (ProgressFact, "document"): Document,
    (VerdictFact, "basis"): Document,
    (DeadlineFact, "basis"): Document,
    (DeadlineFact, "deadline"): Deadline,
    (ExtensionFact, "letter"): Document,
    (RefusalFact, "basis"): Document,
    (AdoptionFact, "act"): Document,
    (AmendmentFact, "basis"): Document,
    (EvidenceFact, "document"): Document,
    (EvidenceRemovedFact, "basis"): Document,
}
_ENUMS: dict[tuple[type[Any], str], type[Any]] = {
    (ReportFact, "confidence"): Confidence,
    (ProgressFact, "state"): Progress,
    (VerdictFact, "verdict"): Verdict,
    (Deadline, "kind"): DeadlineKind,
    (Deadline, "unit"): TermUnit,
    (AmendmentFact, "element"): Element,
}
# Lists of facts within a fact.
_LISTS: dict[tuple[type[Any], str], type[Any]] = {(AmendmentFact, "changes"): FieldChange}
_TEXTS = {
    (ReportFact, "done"),
    (ReportFact, "next_step"),
    (ReportFact, "blocker"),
    (AskFact, "what"),
    (Deadline, "wording"),
}
_DATES = {
    (Waiting, "since"),
    (ProgressFact, "forecast_on"),
    (ProgressFact, "actual_on"),
    (ProgressFact, "occurrence"),
    (ReportFact, "occurrence"),
    (Document, "dated_on"),
    (ExtensionFact, "to"),
    (Deadline, "on"),
    (Deadline, "since"),
    (AskFact, "by"),
    (ReadingFact, "on"),
}
# As text, because no other form of a number keeps its figures exactly.
_NUMBERS = {(ReadingFact, "value")}


def dump(fact: Fact) -> str:
    """The fact as canonical JSON."""
    return json.dumps(_plain(fact), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(facet: Facet, text: str) -> Any:
    """The fact that ``dump`` wrote for this facet."""
    return _rebuild(FACTS[facet], json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, LocalizedText):
        return value.as_dict()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _plain(part) for name, part in named if _says(part)}
    return value


def _says(part: Any) -> bool:
    return part is not None and part != "" and part is not False


def _rebuild(kind: type[Any], stored: dict[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for name, raw in stored.items():
        key = (kind, name)
        if key in _NESTED:
            values[name] = _rebuild(_NESTED[key], raw)
        elif key in _LISTS:
            values[name] = tuple(_rebuild(_LISTS[key], each) for each in raw)
        elif key in _ENUMS:
            values[name] = _ENUMS[key](raw)
        elif key in _TEXTS:
            values[name] = LocalizedText(**raw)
        elif key in _DATES:
            values[name] = date.fromisoformat(raw)
        elif key in _NUMBERS:
            values[name] = Decimal(raw)
        else:
            values[name] = raw
    if kind is Deadline:
        values.setdefault("on", None)
    if kind is DeadlineFact:
        values.setdefault("basis", None)
    if kind is FieldChange:
        values = {"before": None, "after": None} | values
    if kind is OwnerFact:
        values = {"post_id": None, "person_id": None} | values
    return kind(**values)
