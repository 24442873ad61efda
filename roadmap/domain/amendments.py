"""The plan as it was on a day: what an adopted plan says today, with the amendments undone that did not count then.

The plan's rows hold the plan of today; every change of an adopted plan is an entry of the ledger. As of a day, or as
known at a moment, the value of a field is what the last amendment heard by then made of it, in the order of force, or,
if none was heard, what it was before the first one was written. An element that an amendment added is not there until
that amendment is heard.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from roadmap.domain.amended_fields import OF_CLAUSE, OF_MEASURE, OF_MILESTONE, OF_ROADMAP, text_of, with_values
from roadmap.domain.facts import BESIDE_PLAN, AdoptionFact, AmendmentFact, Document, Element
from roadmap.domain.ledger import Entry
from roadmap.domain.people import Organisation
from roadmap.domain.plan import (
    Clause,
    Executor,
    ExecutorBasis,
    Measure,
    Milestone,
    Roadmap,
    SourceReference,
    Stage,
    StageAct,
)
from roadmap.domain.text import NO_TEXT, LocalizedText

PlanEntry = Entry[AdoptionFact] | Entry[AmendmentFact]
Target = tuple[Element, int | None, int | None, str]
"""What an amendment changes: the kind of element, the measure, the milestone, and the code of a clause."""
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An adoption or an amendment, and when its line was found to be wrong, if it was."""

    entry: PlanEntry
    corrected_at: datetime | None = None

    @property
    def in_rows(self) -> bool:
        """Whether the plan's rows have it. What was added stays among them even if that was a mistake."""
        added = isinstance(self.entry.fact, AmendmentFact) and self.entry.fact.added
        return self.corrected_at is None or added

    def heard(self, day: date, known_at: datetime | None) -> bool:
        """Whether it counts on a day, as known at a moment: the rule of ``ledger.speaking`` for one entry."""
        entry = self.entry
        if entry.effective_on > day or (known_at and entry.recorded_at > known_at):
            return False
        return self.corrected_at is None or (known_at is not None and self.corrected_at > known_at)


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """The plan as its rows have it today, and every line about it; no ``lines`` where nothing has to be undone."""

    roadmap: Roadmap
    measures: tuple[Measure, ...]
    lines: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Then:
    """What an element was on the day: whether it was there, and the fields of it that were something else."""

    there: bool
    values: Values


def canonical(value: Any) -> str:
    """A value of the plan as an amendment keeps it: the same value always gives the same text."""
    plain = value.as_dict() if isinstance(value, LocalizedText) else value
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def target_of(entry: PlanEntry) -> Target | None:
    """What the entry changes; ``None`` of an adoption."""
    fact = entry.fact
    if isinstance(fact, AdoptionFact):
        return None
    if fact.element in BESIDE_PLAN:
        # A note can come to be about another measure, and is the same note.
        return (fact.element, None, None, fact.key)
    return (fact.element, entry.measure_id, entry.milestone_id, fact.key)


def then(heard: Iterable[PlanEntry], unheard: Iterable[PlanEntry], targets: Set[Target]) -> dict[Target, Then]:
    """What each of these elements was, by what counts and what does not."""
    counted, others = _by_target(heard), _by_target(unheard)
    return {target: _then(counted.get(target, []), others.get(target, [])) for target in targets}


def _by_target(entries: Iterable[PlanEntry]) -> dict[Target, list[Entry[AmendmentFact]]]:
    found: dict[Target, list[Entry[AmendmentFact]]] = defaultdict(list)
    for entry in entries:
        target = target_of(entry)
        if target is not None:
            found[target].append(entry)  # type: ignore[arg-type]
    return found


def _then(heard: list[Entry[AmendmentFact]], unheard: list[Entry[AmendmentFact]]) -> Then:
    values: Values = {}
    # Of the first one written, its "before" is left standing; what was heard is written over it, the last one last.
    for entry in sorted(heard + unheard, key=lambda entry: entry.seq, reverse=True):
        values |= {change.field: change.before for change in entry.fact.changes}
    for entry in sorted(heard, key=lambda entry: entry.order):
        values |= {change.field: change.after for change in entry.fact.changes if change.field in values}
    # A correction that adds it again stands in the place of the line that it takes out of force.
    places = {entry.written[0] for entry in heard if entry.fact.added}
    there = all(entry.written[0] in places for entry in unheard if entry.fact.added)
    return Then(there, {field: None if text is None else json.loads(text) for field, text in values.items()})


@dataclass(frozen=True, slots=True)
class PlanThen:
    """The lines about a plan, sorted into those that count on a day and those that do not.

    ``differs`` are the lines that count on the day and are not in the plan's rows, or the other way round.
    """

    plan: WrittenPlan
    heard: tuple[PlanEntry, ...]
    unheard: tuple[PlanEntry, ...]
    differs: tuple[PlanEntry, ...]

    @property
    def _found(self) -> dict[Target, Then]:
        targets = {target for entry in self.differs if (target := target_of(entry))}
        return then(self.heard, self.unheard, targets)

    @property
    def organisations(self) -> set[str]:
        """The codes of the bodies that were executors, whether or not they still are."""
        lists = (each.values.get("executors") or [] for each in self._found.values())
        return {executor["organisation"] for executors in lists for executor in executors}

    def restored(self, organisations: Mapping[str, Organisation]) -> tuple[Roadmap, tuple[Measure, ...]]:
        """The road map and its measures as they were; ``organisations`` by their codes."""
        if not self.differs:
            return self.plan.roadmap, self.plan.measures
        found = self._found
        earlier = _Earlier(found, organisations)
        measures = (earlier.measure(measure) for measure in self.plan.measures)
        return self._roadmap(found), tuple(measure for measure in measures if measure)

    def _roadmap(self, found: Mapping[Target, Then]) -> Roadmap:
        changed = found.get((Element.ROADMAP, None, None, ""))
        return self._staged(with_values(self.plan.roadmap, changed.values if changed else {}, OF_ROADMAP))

    @property
    def staged(self) -> Roadmap:
        """The road map as it stands, at the stage and with the act that the lines say."""
        return self._staged(self.plan.roadmap)

    def _staged(self, roadmap: Roadmap) -> Roadmap:
        spoken = sorted(self.heard, key=lambda entry: entry.order)
        adopted = [entry.fact.act for entry in spoken if isinstance(entry.fact, AdoptionFact)]
        if not adopted and any(isinstance(entry.fact, AdoptionFact) for entry in self.unheard):
            return replace(roadmap, stage=Stage.BEING_DEVELOPED, stage_act=None, adopted_on=None)
        if adopted:
            roadmap = replace(roadmap, adopted_on=adopted[-1].dated_on)
        # What the act of adoption makes part of the plan is no amendment of it.
        facts = (entry.fact for entry in spoken if isinstance(entry.fact, AmendmentFact))
        of_plan = (fact for fact in facts if fact.element not in BESIDE_PLAN)
        amended = [fact for fact in of_plan if fact.basis is None or fact.basis not in adopted]
        acts = [*adopted, *(fact.basis for fact in amended if fact.basis)]
        act = _act(acts[-1], roadmap.stage_act) if acts else None
        return replace(roadmap, stage=Stage.AMENDED if amended else Stage.ADOPTED, stage_act=act)


def plan_then(plan: WrittenPlan, day: date, known_at: datetime | None) -> PlanThen:
    """What of the lines about the plan counts on ``day``, as known at ``known_at``."""
    heard = tuple(line.entry for line in plan.lines if line.heard(day, known_at))
    unheard = tuple(line.entry for line in plan.lines if not line.heard(day, known_at))
    differs = tuple(line.entry for line in plan.lines if line.heard(day, known_at) is not line.in_rows)
    return PlanThen(plan, heard, unheard, differs)


def _act(document: Document, now: StageAct | None) -> StageAct:
    if now and (now.number, now.dated_on) == (document.number, document.dated_on):
        return now
    # Of an act that is written down as a document, the language of its title is not known.
    title = LocalizedText(kk=document.title, ru=document.title, en=document.title) if document.title else NO_TEXT
    return StageAct(title, document.number, document.dated_on)


class _Earlier:
    """Undoes amendments, element by element."""

    def __init__(self, found: Mapping[Target, Then], organisations: Mapping[str, Organisation]) -> None:
        self._found, self._organisations = found, organisations
        self._touched = {target[1] for target in found}

    def _then(self, element: Element, measure: int, milestone: int | None = None, key: str = "") -> Then:
        return self._found.get((element, measure, milestone, key), _AS_TODAY)

    def measure(self, today: Measure) -> Measure | None:
        """The measure as it was; ``None`` if it was not there yet."""
        if today.id not in self._touched:
            return today
        was = self._then(Element.MEASURE, today.id)
        if not was.there:
            return None
        clauses = [clause for each in today.clauses if (clause := self._clause(today.id, each))]
        codes = {clause.code for clause in clauses}
        steps = [step for each in today.milestones if (step := self._milestone(today.id, each, codes))]
        executors = self._then(Element.EXECUTORS, today.id).values.get("executors")
        if executors is not None:
            today = replace(today, executors=tuple(self._executor(each) for each in executors))
        return with_values(replace(today, clauses=tuple(clauses), milestones=tuple(steps)), was.values, OF_MEASURE)

    def _clause(self, measure_id: int, today: Clause) -> Clause | None:
        was = self._then(Element.CLAUSE, measure_id, key=today.code)
        if not was.there:
            return None
        clause = with_values(today, was.values, OF_CLAUSE)
        if "source" in was.values or "paragraph" in was.values:
            now = today.reference
            source = was.values.get("source", now.source_code if now else None)
            paragraph = was.values.get("paragraph", now.paragraph if now else None)
            clause = replace(clause, reference=SourceReference(source, paragraph) if source and paragraph else None)
        return clause

    def _milestone(self, measure_id: int, today: Milestone, codes: set[str]) -> Milestone | None:
        was = self._then(Element.MILESTONE, measure_id, today.id)
        if not was.there:
            return None
        step = with_values(today, was.values, OF_MILESTONE)
        return replace(step, links=tuple(link for link in step.links if link.clause_code in codes))

    def _executor(self, stored: Mapping[str, Any]) -> Executor:
        code = stored["organisation"]
        # Of a body that is known under this code no longer, the code is all that the ledger has.
        unknown = Organisation(0, code, LocalizedText(kk=code, ru=code, en=code), NO_TEXT)
        return Executor(
            organisation=self._organisations.get(code, unknown),
            is_lead=bool(stored.get("is_lead")),
            basis=ExecutorBasis(stored["basis"]),
            by_agreement=bool(stored.get("by_agreement")),
            note=text_of(stored.get("note")),
        )


_AS_TODAY = Then(there=True, values={})
