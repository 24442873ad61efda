"""From the story's events to statements of the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from roadmap.domain.deadlines import deadline_of
from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    Confidence,
    DeadlineFact,
    Document,
    ExtensionFact,
    OwnerFact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    VerdictFact,
    Waiting,
    WithdrawalFact,
)
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.plan import DeadlineKind
from roadmap.store.demonstration.schedule import Schedule
from roadmap.store.demonstration.story_file import DecisionSeed, DocumentSeed, ProgressSeed, ReportSeed
from roadmap.store.seeding.keeper import text


@dataclass
class Numbers:
    """The database's numbers for what the story calls by code; ``asks`` fills while the lines are written."""

    measures: dict[str, int]
    milestones: dict[str, int]
    people: dict[str, int]
    posts: dict[str, int]
    asks: dict[str, int] = field(default_factory=dict)


def statements_of(event: ReportSeed | DecisionSeed, schedule: Schedule, numbers: Numbers) -> list[Statement]:
    """Everything that one line says."""
    if isinstance(event, ReportSeed):
        return list(_reported(event, schedule, numbers))
    return list(_decided(event, schedule, numbers))


def _reported(event: ReportSeed, schedule: Schedule, numbers: Numbers) -> Iterator[Statement]:
    waiting = Waiting(event.waiting.whom, schedule.past(event.waiting.since)) if event.waiting else None
    words = (text(event.done), text(event.next_step), text(event.blocker))
    yield Statement(Facet.REPORT, ReportFact(Confidence(event.confidence), *words, waiting))
    for progress in event.milestones:
        yield from _progress(progress, schedule, numbers)
    if event.ask:
        asked = numbers.posts[event.ask.post] if event.ask.post else None
        ask = AskFact(text(event.ask.what), event.ask.whom, schedule.due(event.ask.by), asked)
        yield Statement(Facet.ASK, ask)
    if event.withdraws:
        yield Statement(Facet.WITHDRAWAL, WithdrawalFact(numbers.asks[event.withdraws.ask], event.withdraws.reason))


def _progress(seed: ProgressSeed, schedule: Schedule, numbers: Numbers) -> Iterator[Statement]:
    milestone_id = numbers.milestones[seed.milestone]
    actual = None if seed.actual is None else schedule.past(seed.actual)
    fact = ProgressFact(
        Progress(seed.state),
        forecast_on=None if seed.forecast is None else schedule.due(seed.forecast),
        forecast_reason=seed.reason or "",
        actual_on=actual,
        document=_document(seed.document, schedule, actual) if seed.document and actual else None,
    )
    yield Statement(Facet.PROGRESS, fact, milestone_id)
    if seed.extension:
        request = ExtensionFact(schedule.due(seed.extension.to), seed.extension.reason)
        yield Statement(Facet.EXTENSION, request, milestone_id)


def _decided(event: DecisionSeed, schedule: Schedule, numbers: Numbers) -> Iterator[Statement]:
    basis = _document(event.basis, schedule, schedule.past(event.day))
    if event.owner:
        contact = numbers.people[event.owner.contact] if event.owner.contact else None
        owner = OwnerFact(numbers.posts[event.owner.post], numbers.people[event.owner.person], contact)
        yield Statement(Facet.OWNER, owner)
    for seed in event.deadlines:
        deadline = deadline_of(DeadlineKind(seed.kind), schedule.due(seed.on))
        moved = DeadlineFact(deadline, basis, event.decided_by, seed.reason or "")
        yield Statement(Facet.DEADLINE, moved, numbers.milestones[seed.milestone])
    for judged in event.verdicts:
        verdict = VerdictFact(Verdict(judged.verdict), judged.reason or "", basis)
        yield Statement(Facet.VERDICT, verdict, numbers.milestones[judged.milestone])
    for answer in event.answers:
        yield Statement(Facet.ANSWER, AnswerFact(numbers.asks[answer.ask], answer.text))


def _document(seed: DocumentSeed, schedule: Schedule, usual: date) -> Document:
    dated = usual if seed.dated is None else schedule.past(seed.dated)
    return Document(seed.number, dated, seed.title)
