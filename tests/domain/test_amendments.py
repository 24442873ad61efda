"""What an adopted plan was, made from what it is and the amendments that did not count yet."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from roadmap.domain.amendments import PlanLine, WrittenPlan, canonical, plan_then
from roadmap.domain.facts import AdoptionFact, AmendmentFact, Document, Element, FieldChange
from roadmap.domain.ledger import Act, Entry, Facet
from roadmap.domain.people import Organisation
from roadmap.domain.plan import Clause, Measure, Origin, Relation, Roadmap, Stage, StageAct
from roadmap.domain.text import NO_TEXT, LocalizedText
from tests.builders.records import measure, milestone

MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (5, 6, 7, 8))
ACT, BASIS = Document("15", MAY), Document("41", JULY)
ROADMAP = Roadmap(
    1,
    "letter",
    NO_TEXT,
    Origin.PROPOSED,
    Stage.AMENDED,
    StageAct(NO_TEXT, "41", JULY),
    "Asia/Almaty",
    "KZ",
    0,
    False,
    9,
    "",
)
MINISTRY = Organisation(5, "MIN", LocalizedText(en="Ministry"), NO_TEXT)
_numbers = count(1)


def line(fact: AdoptionFact | AmendmentFact, on: date, milestone_id: int | None = None) -> PlanLine:
    """A line about the plan, or about measure 1 where it does not speak of the road map."""
    of_roadmap = isinstance(fact, AdoptionFact) or fact.element is Element.ROADMAP
    facet = Facet.ADOPTION if isinstance(fact, AdoptionFact) else Facet.AMENDMENT
    at = datetime.combine(on, time(6), UTC)
    return PlanLine(
        Entry(next(_numbers), Act.DECISION, None if of_roadmap else 1, milestone_id, facet, on, at, None, fact)
    )


def changed(element: Element, field: str, before: Any, after: Any, **more: Any) -> AmendmentFact:
    """An amendment of one field."""
    change = FieldChange(field, *(None if value is None else canonical(value) for value in (before, after)))
    return AmendmentFact(element, (change,), **more)


def english(words: str) -> LocalizedText:
    return LocalizedText(en=words)


def on(
    plan: Measure, *lines: PlanLine, day: date, known_at: datetime | None = None
) -> tuple[Roadmap, tuple[Measure, ...]]:
    """The road map and its measures as of a day, of which ``plan`` is today's only measure."""
    return plan_then(WrittenPlan(ROADMAP, (plan,), lines), day, known_at).restored({"MIN": MINISTRY})


def title_on(plan: Measure, *lines: PlanLine, day: date, known_at: datetime | None = None) -> str | None:
    return on(plan, *lines, day=day, known_at=known_at)[1][0].title.en


def test_a_field_is_what_the_last_amendment_heard_made_of_it() -> None:
    plan = replace(measure(), title=english("third"))
    lines = (
        line(changed(Element.MEASURE, "title", english("first"), english("second")), JUNE),
        line(changed(Element.MEASURE, "title", english("second"), english("third")), AUGUST),
    )
    assert [title_on(plan, *lines, day=day) for day in (MAY, JUNE, JULY, AUGUST)] == [
        "first",
        "second",
        "second",
        "third",
    ]


def test_an_amendment_written_later_about_an_earlier_day_is_not_known_before_it_was_written() -> None:
    backdated = line(changed(Element.MEASURE, "title", english("first"), english("second")), JUNE)
    entry = replace(backdated.entry, recorded_at=datetime(2026, 7, 1, 6, 0, tzinfo=UTC))
    written, plan = PlanLine(entry), replace(measure(), title=english("second"))
    assert title_on(plan, written, day=JUNE) == "second"
    assert title_on(plan, written, day=JUNE, known_at=datetime(2026, 6, 15, tzinfo=UTC)) == "first"


def test_an_amendment_that_was_corrected_counts_only_as_long_as_that_was_not_known() -> None:
    wrong = line(changed(Element.MEASURE, "title", english("first"), english("slip")), JUNE)
    wrong, plan = (
        replace(wrong, corrected_at=datetime(2026, 7, 1, tzinfo=UTC)),
        replace(measure(), title=english("first")),
    )
    assert title_on(plan, wrong, day=JUNE) == "first"
    assert title_on(plan, wrong, day=JUNE, known_at=datetime(2026, 6, 15, tzinfo=UTC)) == "slip"


def test_what_an_amendment_added_is_not_there_before() -> None:
    plan = measure(
        milestone("3.1", ("3a", Relation.COMPLETES)), milestone("3.2", ("3b", Relation.COMPLETES)), clauses=("3a", "3b")
    )
    lines = (
        line(AmendmentFact(Element.CLAUSE, (), "3b", added=True), JUNE),
        line(AmendmentFact(Element.MILESTONE, (), added=True), JULY, milestone_id=2),
    )
    before, between, after = (on(plan, *lines, day=day)[1][0] for day in (MAY, JUNE, JULY))
    assert [each.code for each in before.clauses] == ["3a"]
    assert [each.number for each in before.milestones] == ["3.1"]
    assert [each.code for each in between.clauses] == ["3a", "3b"]
    assert (after.milestones, after.clauses) == (plan.milestones, plan.clauses)
    new = line(AmendmentFact(Element.MEASURE, (), added=True), JUNE)
    assert on(plan, new, day=MAY)[1] == ()


def test_every_field_of_every_element_goes_back() -> None:
    step = milestone("3.1", ("3a", Relation.COMPLETES), weight=5)
    plan = replace(measure(step), clauses=(Clause("3a", english("after")),), title=english("as ever"))
    lead = {"organisation": "MIN", "is_lead": True, "basis": "named", "by_agreement": False, "note": {}}
    lines = (
        line(changed(Element.ROADMAP, "title", english("The draft"), NO_TEXT), JUNE),
        line(changed(Element.CLAUSE, "text", english("before"), english("after"), key="3a"), JUNE),
        line(changed(Element.EXECUTORS, "executors", [lead], []), JUNE),
        line(changed(Element.MILESTONE, "weight", 2, 5), JUNE, milestone_id=1),
        line(changed(Element.MILESTONE, "links", [["3a", "leads_to"]], [["3a", "completes"]]), JUNE, milestone_id=1),
    )
    roadmap, (then,) = on(plan, *lines, day=MAY)
    assert roadmap.title == english("The draft")
    assert then.clauses[0].text == english("before")
    assert then.lead
    assert then.lead.organisation is MINISTRY
    assert then.milestones[0].weight == 2
    assert then.milestones[0].links[0].relation is Relation.LEADS_TO
    assert then.title == english("as ever")
    assert on(plan, *lines, day=JUNE)[1] == (plan,)


def test_the_stage_is_that_of_the_day_with_its_own_act() -> None:
    adopted = line(AdoptionFact(ACT), JUNE)
    amended = line(changed(Element.MEASURE, "title", NO_TEXT, NO_TEXT, basis=BASIS), JULY)
    later = line(changed(Element.MEASURE, "title", NO_TEXT, NO_TEXT), AUGUST)
    stages = [on(measure(), adopted, amended, later, day=day)[0] for day in (MAY, JUNE, JULY)]
    assert [each.stage for each in stages] == [Stage.BEING_DEVELOPED, Stage.ADOPTED, Stage.AMENDED]
    assert [each.stage_act and each.stage_act.number for each in stages] == [None, "15", "41"]
    assert [each.adopted_on for each in stages] == [None, MAY, MAY]


def test_an_executor_whose_code_nobody_knows_any_more_is_named_by_the_code() -> None:
    lead = {"organisation": "GONE", "is_lead": True, "basis": "named", "by_agreement": False, "note": {}}
    _roadmap, (then,) = on(measure(), line(changed(Element.EXECUTORS, "executors", [lead], []), JUNE), day=MAY)
    assert then.lead
    assert then.lead.organisation.name.ru == "GONE"
