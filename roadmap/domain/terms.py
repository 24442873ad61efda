"""Terms from the date of approval: once the act that approved the road map is known, they have a date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from roadmap.domain.deadlines import counted_from
from roadmap.domain.facts import DeadlineFact
from roadmap.domain.ledger import Entry
from roadmap.domain.plan import DeadlineKind
from roadmap.domain.records import MeasureRecord, SubjectRecord


def with_terms(records: Mapping[int, MeasureRecord], adopted_on: date | None) -> dict[int, MeasureRecord]:
    """The records with every open term counted from the date of the act that adopted the road map, if one did."""
    if adopted_on is None:
        return dict(records)
    return {number: _of_measure(record, adopted_on) for number, record in records.items()}


def _of_measure(record: MeasureRecord, adopted_on: date) -> MeasureRecord:
    if not any(_open(subject) for subject in (record.measure, *record.milestones.values())):
        return record
    return replace(
        record,
        measure=_counted(record.measure, adopted_on),
        milestones={number: _counted(subject, adopted_on) for number, subject in record.milestones.items()},
    )


def _open(subject: SubjectRecord) -> bool:
    return any(_is_open(entry) for entry in subject.deadlines)


def _is_open(entry: Entry[DeadlineFact]) -> bool:
    deadline = entry.fact.deadline
    return deadline.kind is DeadlineKind.TERM and deadline.on is None


def _counted(subject: SubjectRecord, adopted_on: date) -> SubjectRecord:
    return replace(
        subject,
        deadlines=tuple(_dated(entry, adopted_on) if _is_open(entry) else entry for entry in subject.deadlines),
    )


def _dated(entry: Entry[DeadlineFact], adopted_on: date) -> Entry[DeadlineFact]:
    fact = entry.fact
    return replace(entry, fact=replace(fact, deadline=counted_from(fact.deadline, adopted_on)))
