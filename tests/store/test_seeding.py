"""Loading seeds: twice changes nothing, what people edited stays and is listed, the rest follows the file."""

from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from roadmap.domain.plan import Stage
from roadmap.domain.text import LocalizedText
from roadmap.store.days import DayRow, working_calendar
from roadmap.store.ledger import EntryRow
from roadmap.store.people import OrganisationRow
from roadmap.store.plan import ExecutorRow, MeasureRow, MilestoneRow
from roadmap.store.plan_reading import all_roadmaps, measures_of, roadmap_by_slug
from roadmap.store.portfolio import portfolio_on
from roadmap.store.seedfiles import Seeds, read_seeds
from roadmap.store.seedfiles.base import Text
from tests.builders.seeded import FIVE_MEASURES, seeded, shipped_seeds, the_roadmap

DAY = date(2026, 11, 23)


def with_measure_1(seeds: Seeds, **fields: object) -> Seeds:
    """The seeds as if somebody had changed the first measure's file."""
    first = seeds.measures[0].model_copy(update=fields)
    return replace(seeds, measures=(first, *seeds.measures[1:]))


def first_measure(session: Session) -> MeasureRow:
    return session.scalars(select(MeasureRow).where(MeasureRow.number == "1")).one()


def test_the_shipped_road_map_is_loaded_without_a_date_or_an_owner(session: Session) -> None:
    portfolio = portfolio_on(session, the_roadmap(session), DAY)
    assert [state.measure.number for state in portfolio.measures] == ["1", "2", "3"]
    assert [len(state.milestones) for state in portfolio.measures] == [8, 9, 12]
    assert [len(state.clauses) for state in portfolio.measures] == [2, 4, 3]
    assert not any(state.dates.ever_due or state.responsible for state in portfolio.measures)
    assert not any(item.state.dates.ever_due for item in portfolio.items)
    assert portfolio.roadmap.stage is Stage.BEING_DEVELOPED
    assert not portfolio.roadmap.demonstration


def test_milestones_and_executors_keep_the_order_of_the_file(session: Session) -> None:
    third = measures_of(session, the_roadmap(session).id)[2]
    assert [milestone.number for milestone in third.milestones] == [f"3.{number}" for number in range(1, 13)]
    assert third.lead
    assert third.lead.organisation.code == "MLSPP"
    assert [executor.organisation.code for executor in third.executors] == ["MLSPP", "MFA", "EMB-KR", "MJ", "EMB-AE"]


def test_the_working_calendar_is_loaded_with_its_corrections(session: Session) -> None:
    calendar = working_calendar(session, "KZ")
    assert calendar.is_working(date(2023, 7, 1))
    assert not calendar.is_working(date(2023, 7, 7))
    assert calendar.is_working(date(2026, 8, 31))


def test_loading_twice_changes_nothing(session: Session) -> None:
    revision = the_roadmap(session).revision
    outcome = seeded(session)
    assert (outcome.counts["added"], outcome.counts["updated"]) == (0, 0)
    assert outcome.counts["unchanged"] > 300
    assert outcome.differences == []
    assert the_roadmap(session).revision == revision


def test_what_was_edited_stays_and_is_listed_while_other_fields_follow_the_file(session: Session) -> None:
    first_measure(session).title = LocalizedText("Өңделді", "Изменено", "Edited")
    changed = with_measure_1(
        shipped_seeds(), title=Text(ru="Новый заголовок"), completion_form=Text(ru="постановление")
    )

    outcome = seeded(session, changed)

    session.refresh(row := first_measure(session))
    assert row.title.ru == "Изменено"
    assert row.completion_form.ru == "постановление"
    assert [(one.kind, one.key, one.field) for one in outcome.differences] == [
        ("measure", "labour-migration/1", "title")
    ]
    assert "Новый заголовок" in str(outcome.differences[0])


def test_an_edit_is_listed_again_on_every_load(session: Session) -> None:
    first_measure(session).title = LocalizedText(ru="Изменено")
    for _ in range(3):
        assert [one.field for one in seeded(session).differences] == ["title"]
    assert first_measure(session).title.ru == "Изменено"


def test_an_untouched_field_follows_the_file_again_and_again(session: Session) -> None:
    for words in ("Первый", "Второй"):
        outcome = seeded(session, with_measure_1(shipped_seeds(), title=Text(ru=words)))
        assert outcome.counts["updated"] == 1
        assert first_measure(session).title == LocalizedText(ru=words)


def test_a_change_counts_a_revision(session: Session) -> None:
    revision = the_roadmap(session).revision
    seeded(session, with_measure_1(shipped_seeds(), funding=Text(ru="не требуется")))
    session.expire_all()
    assert the_roadmap(session).revision > revision


def test_an_executor_that_people_removed_does_not_come_back(session: Session) -> None:
    organisation = session.scalars(select(OrganisationRow.id).where(OrganisationRow.code == "EMB-AE")).one()
    session.execute(delete(ExecutorRow).where(ExecutorRow.organisation_id == organisation))

    outcome = seeded(session)

    assert [(one.kind, one.key, one.kept) for one in outcome.differences] == [
        ("executor", "labour-migration/3/EMB-AE", "removed")
    ]
    assert session.scalars(select(ExecutorRow).where(ExecutorRow.organisation_id == organisation)).all() == []


def test_a_milestone_that_people_added_is_left_alone(session: Session) -> None:
    measure = first_measure(session)
    session.add(MilestoneRow(measure_id=measure.id, number="1.9", position=99, title=LocalizedText(ru="Наша")))
    session.flush()
    assert not seeded(session).changed
    assert session.scalars(select(MilestoneRow).where(MilestoneRow.number == "1.9")).one().title.ru == "Наша"


def test_a_day_that_the_secretariat_changed_stays(session: Session) -> None:
    day = session.scalars(select(DayRow).where(DayRow.on == date(2026, 12, 16))).one()
    day.working = True
    assert [(one.key, one.field) for one in seeded(session).differences] == [("KZ/2026-12-16", "working")]
    assert working_calendar(session, "KZ").is_working(date(2026, 12, 16))


def test_another_road_map_stands_beside_the_first(session: Session) -> None:
    seeded(session, read_seeds(FIVE_MEASURES))

    other = roadmap_by_slug(session, "city-water")
    assert other
    assert other.stage is Stage.ADOPTED
    assert [roadmap.slug for roadmap in all_roadmaps(session)] == ["labour-migration", "city-water"]
    assert [measure.number for measure in measures_of(session, other.id)] == ["1", "2", "3", "4", "10"]
    assert not seeded(session).changed


def test_dates_that_a_folder_gives_are_decided_once_and_never_moved_by_a_file(session: Session) -> None:
    seeds = read_seeds(FIVE_MEASURES)
    seeded(session, seeds)
    lines = session.scalars(select(EntryRow)).all()
    assert lines
    assert {line.facet for line in lines} == {"deadline"}

    index, dated = next((i, m) for i, m in enumerate(seeds.measures) if m.deadline and m.deadline.on)
    assert dated.deadline
    later = dated.deadline.model_copy(update={"kind": "day", "on": date(2031, 1, 2)})
    measures = list(seeds.measures)
    measures[index] = dated.model_copy(update={"deadline": later})
    outcome = seeded(session, replace(seeds, measures=tuple(measures)))

    assert [one.kind for one in outcome.differences] == ["deadline"]
    assert len(session.scalars(select(EntryRow)).all()) == len(lines)


def test_what_is_loaded_for_one_road_map_makes_the_pages_of_all_out_of_date(session: Session) -> None:
    seeded(session, read_seeds(FIVE_MEASURES))
    session.flush()
    session.expire_all()
    before = {roadmap.slug: roadmap.revision for roadmap in all_roadmaps(session)}
    assert len(before) == 2
    seeded(session, with_measure_1(shipped_seeds(), title=Text(kk="Жаңа атау", ru="Новое", en="New")))
    session.flush()
    session.expire_all()
    after = {roadmap.slug: roadmap.revision for roadmap in all_roadmaps(session)}
    assert all(after[slug] > before[slug] for slug in before)
