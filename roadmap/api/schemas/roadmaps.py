"""Road maps: their plan and what stands around it."""

from roadmap.api.schemas.base import Answer, Day, Text, text_of
from roadmap.domain.plan import (
    Deadline,
    DeadlineKind,
    ExecutorBasis,
    Holder,
    Measure,
    Milestone,
    Origin,
    Relation,
    Roadmap,
    SourceReference,
    Stage,
    TermUnit,
)


class ActAnswer(Answer):
    """The act by which a road map was adopted or amended."""

    title: Text
    number: str
    dated_on: Day


class RoadmapAnswer(Answer):
    """A road map. ``revision`` counts every change; ``seq`` and ``checksum`` are of the ledger's last line."""

    slug: str
    title: Text
    short_title: Text
    stage: Stage
    act: ActAnswer | None
    timezone: str
    calendar: str
    demonstration: bool
    revision: int
    seq: int
    checksum: str


class RoadmapsAnswer(Answer):
    """The road maps that may be read, the default one first."""

    roadmaps: list[RoadmapAnswer]


class DeadlineAnswer(Answer):
    """A deadline twice: the machine date and the official wording beside it."""

    kind: DeadlineKind
    on: Day | None
    since: Day | None
    amount: int | None
    unit: TermUnit | None
    by_day: int | None
    by_month: int | None
    wording: Text


class ReferenceAnswer(Answer):
    """A source and the paragraph in it."""

    source: str
    paragraph: str


class OrganisationAnswer(Answer):
    """A body that answers for something."""

    code: str
    name: Text
    outside_government: bool


class ExecutorAnswer(Answer):
    """An organisation on a measure, the lead first."""

    organisation: OrganisationAnswer
    is_lead: bool
    basis: ExecutorBasis
    by_agreement: bool
    note: Text


class ClauseAnswer(Answer):
    """One checkable part of a measure's wording."""

    code: str
    text: Text
    reference: ReferenceAnswer | None


class ClauseLinkAnswer(Answer):
    """What reaching a milestone means for a clause."""

    clause: str
    relation: Relation


class PlannedMilestoneAnswer(Answer):
    """A step of a measure, as the plan has it."""

    id: int
    number: str
    title: Text
    completion_form: Text
    weight: int
    holder: Holder
    counterparty: Text
    origin: Origin
    beyond_wording: bool
    clauses: list[ClauseLinkAnswer]


class PlannedMeasureAnswer(Answer):
    """A measure, as the plan has it."""

    id: int
    number: str
    title: Text
    wording: Text
    quote: Text
    quote_reference: ReferenceAnswer | None
    completion_form: Text
    funding: Text
    origin: Origin
    executors: list[ExecutorAnswer]
    clauses: list[ClauseAnswer]
    milestones: list[PlannedMilestoneAnswer]
    references: list[ReferenceAnswer]


class PlanAnswer(Answer):
    """The plan of a day."""

    roadmap: RoadmapAnswer
    day: Day
    measures: list[PlannedMeasureAnswer]


def roadmap_answer(roadmap: Roadmap) -> RoadmapAnswer:
    """A road map as it is answered."""
    act = roadmap.stage_act
    return RoadmapAnswer(
        slug=roadmap.slug,
        title=text_of(roadmap.title),
        short_title=text_of(roadmap.short_title),
        stage=roadmap.stage,
        act=ActAnswer(title=text_of(act.title), number=act.number, dated_on=act.dated_on) if act else None,
        timezone=roadmap.timezone,
        calendar=roadmap.calendar,
        demonstration=roadmap.demonstration,
        revision=roadmap.revision,
        seq=roadmap.head_seq,
        checksum=roadmap.head_hash,
    )


def deadline_answer(deadline: Deadline | None) -> DeadlineAnswer | None:
    """A deadline as it is answered."""
    return DeadlineAnswer.model_validate(deadline) if deadline else None


def measure_answer(measure: Measure) -> PlannedMeasureAnswer:
    """A measure of the plan as it is answered."""
    return PlannedMeasureAnswer(
        id=measure.id,
        number=measure.number,
        title=text_of(measure.title),
        wording=text_of(measure.wording),
        quote=text_of(measure.quote),
        quote_reference=reference_answer(measure.quote_reference),
        completion_form=text_of(measure.completion_form),
        funding=text_of(measure.funding),
        origin=measure.origin,
        executors=[ExecutorAnswer.model_validate(each) for each in measure.executors],
        clauses=[
            ClauseAnswer(code=each.code, text=text_of(each.text), reference=reference_answer(each.reference))
            for each in measure.clauses
        ],
        milestones=[_milestone(each) for each in measure.milestones],
        references=[found for each in measure.references if (found := reference_answer(each))],
    )


def reference_answer(reference: SourceReference | None) -> ReferenceAnswer | None:
    """Where something is said, as it is answered."""
    return ReferenceAnswer(source=reference.source_code, paragraph=reference.paragraph) if reference else None


def _milestone(milestone: Milestone) -> PlannedMilestoneAnswer:
    return PlannedMilestoneAnswer(
        id=milestone.id,
        number=milestone.number,
        title=text_of(milestone.title),
        completion_form=text_of(milestone.completion_form),
        weight=milestone.weight,
        holder=milestone.holder,
        counterparty=text_of(milestone.counterparty),
        origin=milestone.origin,
        beyond_wording=milestone.beyond_wording,
        clauses=[ClauseLinkAnswer(clause=link.clause_code, relation=link.relation) for link in milestone.links],
    )
