"""What ships is the letter's road map and the working calendar; another road map reads as well."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from roadmap.store.seedfiles import Seeds, read_seeds
from roadmap.store.seedfiles.base import Text
from roadmap.store.seedfiles.calendar import DaySeed
from roadmap.store.seedfiles.days import main
from roadmap.store.seedfiles.plan import MilestoneSeed

PROJECT = Path(__file__).parents[2]
SHIPPED = PROJECT / "seeds"
FIVE_MEASURES = PROJECT / "tests" / "seeds" / "five_measures"


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return read_seeds(SHIPPED)


def milestone(seeds: Seeds, number: str) -> MilestoneSeed:
    return next(one for measure in seeds.measures for one in measure.milestones if one.number == number)


def relations(seeds: Seeds, number: str) -> set[tuple[str, str]]:
    return {(link.clause, link.relation) for link in milestone(seeds, number).clauses}


def day(seeds: Seeds, on: date) -> DaySeed | None:
    return next((one for year in seeds.days for one in year.days if one.on == on), None)


def is_working(seeds: Seeds, on: date) -> bool:
    exception = day(seeds, on)
    return exception.working if exception else on.weekday() < 5


def texts(thing: object, path: str = "") -> Iterator[tuple[str, Text]]:
    if isinstance(thing, Text):
        yield path, thing
    elif isinstance(thing, BaseModel):
        for name, value in thing:
            yield from texts(value, f"{path}.{name}")
    elif isinstance(thing, tuple):
        for index, value in enumerate(thing):
            yield from texts(value, f"{path}[{index}]")


def every_text(seeds: Seeds) -> Iterator[tuple[str, Text]]:
    for name, value in vars(seeds).items():
        yield from texts(value, name)


# The letter's road map


def test_the_shipped_road_map_is_being_developed_and_has_no_act(seeds: Seeds) -> None:
    assert seeds.roadmap.stage == "being_developed"
    assert seeds.roadmap.stage_act is None
    assert seeds.roadmap.title_origin == "proposed"


def test_the_letter_has_three_measures_with_their_clauses(seeds: Seeds) -> None:
    clauses = {measure.number: [clause.code for clause in measure.clauses] for measure in seeds.measures}
    assert clauses == {"1": ["1a", "1b"], "2": ["2a", "2b", "2c", "2d"], "3": ["3a", "3b", "3c"]}


def test_the_quotes_stand_word_for_word_in_paragraph_twelve(seeds: Seeds) -> None:
    [letter] = seeds.sources
    twelve = next(paragraph.text.kk for paragraph in letter.paragraphs if paragraph.number == "12")
    for measure in seeds.measures:
        assert measure.quote
        assert measure.quote.text.kk
        assert twelve
        assert measure.quote.text.kk in twelve.split("\n")[int(measure.number)]
        assert (measure.quote.text.ru, measure.quote.text.en) == (None, None)


def test_the_letter_has_its_nineteen_numbered_paragraphs_and_no_date_of_its_own(seeds: Seeds) -> None:
    [letter] = seeds.sources
    assert [paragraph.number for paragraph in letter.paragraphs] == [str(number) for number in range(19)]
    assert (letter.number, letter.dated_on) == (None, None)


def test_no_date_owner_form_or_budget_is_invented(seeds: Seeds) -> None:
    for measure in seeds.measures:
        assert (measure.deadline, measure.funding, measure.completion_form) == (None, None, None)
        assert all(executor.basis in ("implied", "assumed") for executor in measure.executors)
        assert all(one.deadline is None and one.origin == "proposed" for one in measure.milestones)
    assert seeds.posts == ()


def test_two_bases_of_three_are_dated_and_the_seasonal_work_is_background(seeds: Seeds) -> None:
    dates = {basis.code: (basis.dated_on, basis.background_only) for basis in seeds.roadmap.bases}
    assert dates == {
        "B1": (None, False),
        "B2": (date(2020, 10, 22), False),
        "B3": (date(2020, 1, 10), True),
    }


def test_every_clause_is_completed_by_exactly_one_milestone(seeds: Seeds) -> None:
    completing = {
        link.clause: one.number
        for measure in seeds.measures
        for one in measure.milestones
        for link in one.clauses
        if link.relation == "completes"
    }
    assert completing == {
        "1a": "1.4", "1b": "1.4",
        "2b": "2.5", "2c": "2.6", "2d": "2.7", "2a": "2.9",
        "3a": "3.3", "3b": "3.5", "3c": "3.7",
    }  # fmt: skip
    every_link = [link for measure in seeds.measures for one in measure.milestones for link in one.clauses]
    assert sum(link.relation == "completes" for link in every_link) == len(completing)


def test_sending_signing_joining_and_first_workers_lie_beyond_the_wording(seeds: Seeds) -> None:
    beyond = {one.number for one in seeds.measures[2].milestones if one.beyond_wording}
    assert beyond == {"3.4", "3.8", "3.9", "3.10", "3.11", "3.12"}
    assert relations(seeds, "3.8") == {("3a", "beyond")}
    assert relations(seeds, "3.11") == {("3b", "beyond")}
    assert relations(seeds, "3.12") == {("3c", "beyond")}
    held = {one.number for one in seeds.measures[2].milestones if one.holder == "counterparty"}
    assert held == {"3.8", "3.9", "3.11", "3.12"}


def test_the_institution_and_the_consultations_lead_to_the_korean_draft(seeds: Seeds) -> None:
    assert relations(seeds, "3.1") == relations(seeds, "3.2") == {("3a", "leads_to")}


def test_the_three_figures_on_kazakhstanis_are_the_letters(seeds: Seeds) -> None:
    [series] = [one for one in seeds.indicators if one.code == "IND1"]
    points = [(point.label.en, point.on, point.value) for point in series.points]
    assert points == [
        ("2018", None, Decimal(11413)),
        ("2019", None, Decimal(10707)),
        ("31.12.2020", date(2020, 12, 31), Decimal(8902)),
    ]


def test_the_ten_rows_add_up_to_the_stated_total_and_keep_the_stated_shares(seeds: Seeds) -> None:
    [table] = [one for one in seeds.indicators if one.code == "IND2"]
    assert len(table.points) == 10
    assert sum(point.value or 0 for point in table.points) == table.stated_total == 321606
    shares = [str(point.share) for point in table.points]
    assert shares == ["29", "20", "11.8", "4.4", "3.6", "3", "2.8", "2.2", "1.6", "1.6"]
    assert [point.category for point in table.points if point.flag] == ["TH"]


def test_sixteen_countries_have_an_agreement_and_legal_workers_are_blank(seeds: Seeds) -> None:
    by_code = {one.code: one for one in seeds.indicators}
    assert list(by_code) == [f"IND{number}" for number in range(1, 8)]
    assert by_code["IND5"].points[0].value == 16 == len({country.code for country in by_code["IND5"].listed})
    assert by_code["IND4"].points[0].approximate
    assert by_code["IND6"].points == ()
    assert by_code["IND6"].no_data_note


def test_all_twenty_two_discrepancies_are_told(seeds: Seeds) -> None:
    assert [one.code for one in seeds.discrepancies] == [f"I-{number}" for number in range(1, 23)]


def test_every_text_of_ours_stands_in_three_languages(seeds: Seeds) -> None:
    # The letter's own words stay in the letter's language.
    ours = [
        (path, text)
        for path, text in every_text(seeds)
        if ".paragraphs[" not in path and not path.endswith(".quote.text")
    ]
    assert len(ours) > 400
    assert [path for path, text in ours if not (text.kk and text.ru and text.en)] == []


def test_no_text_carries_a_control_character(seeds: Seeds) -> None:
    words = [word for _, text in every_text(seeds) for word in (text.kk, text.ru, text.en) if word]
    assert [word for word in words if re.search(r"[\x00-\x09\x0b-\x1f]", word)] == []


def test_kazakh_letters_are_not_replaced_by_russian_text(seeds: Seeds) -> None:
    same = [
        path
        for name in ("measures", "risks", "dependencies", "discrepancies", "developments")
        for path, text in texts(getattr(seeds, name), name)
        if text.kk == text.ru and text.kk not in {"нота"}
    ]
    assert same == []


PHONE = re.compile(
    r"\+\d|(?<!\d)8[ (-]*7\d\d|(?<!\d)\d{2,3}[- ]\d{2}[- ]\d{2}(?!\d)|\bтел[.:]|орынд\.",
    re.IGNORECASE,
)


# The demonstration's people have addresses, at .test, where there is nobody; what the letter's files may not have stands.
OF_THE_LETTER = [path for path in sorted(SHIPPED.rglob("*.*")) if "demo" not in path.relative_to(SHIPPED).parts]


def test_people_of_the_demonstration_have_addresses_where_nobody_is() -> None:
    addresses = re.findall(r"\S+@\S+", (SHIPPED / "demo/people.yaml").read_text(encoding="utf-8"))
    assert addresses
    assert [address for address in addresses if not address.endswith(".test")] == []


@pytest.mark.parametrize("path", OF_THE_LETTER, ids=lambda path: path.name)
def test_no_mail_address_phone_or_executors_line_stands_anywhere(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert "@" not in content
    assert PHONE.findall(content) == []


# The working calendar


@pytest.mark.parametrize(
    ("on", "working"),
    [
        ("2021-07-03", True), ("2021-07-05", False), ("2021-12-17", False),
        ("2022-10-22", True), ("2022-10-24", False),
        ("2023-07-01", True), ("2023-07-07", False),
        ("2024-05-04", True), ("2024-05-08", False),
        ("2025-01-05", True), ("2025-01-03", False),
        ("2026-03-09", False), ("2026-03-25", False), ("2026-05-11", False), ("2026-05-27", False),
        ("2026-08-31", True), ("2026-10-26", False), ("2026-11-22", False), ("2026-11-23", True),
        ("2027-03-15", False), ("2027-08-30", True),
    ],
)  # fmt: skip
def test_a_known_day_is_working_or_off(seeds: Seeds, on: str, working: bool) -> None:
    assert is_working(seeds, date.fromisoformat(on)) is working


def test_the_calendar_reaches_from_2021_through_2027(seeds: Seeds) -> None:
    assert [(year.calendar, year.year) for year in seeds.days] == [("KZ", year) for year in range(2021, 2028)]


def test_the_generator_writes_a_year_that_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["2026"]) == 0
    folder = Path(shutil.copytree(FIVE_MEASURES, tmp_path / "folder"))
    (folder / "days").mkdir(exist_ok=True)
    (folder / "days" / "2026.yaml").write_text(capsys.readouterr().out, encoding="utf-8")
    read = read_seeds(folder)
    assert not is_working(read, date(2026, 3, 9))
    assert all(text.kk and text.ru and text.en for _, text in texts(read.days[0].days))
    assert main(["next"]) == 2


# Another road map


def test_a_folder_with_another_road_map_reads() -> None:
    read = read_seeds(FIVE_MEASURES)
    assert [measure.number for measure in read.measures] == ["1", "2", "3", "4", "10"]
    kinds = [measure.deadline.kind for measure in read.measures if measure.deadline]
    assert kinds == ["quarter", "half_year", "year", "permanent", "year"]
    assert read.measures[0].milestones[1].weight == 5
    assert (read.dependencies[0].from_.number, read.dependencies[0].from_.outside) == ("1.1", None)
    assert read.dependencies[1].from_.outside == Text(ru="Паводок")
    assert (read.sources, read.indicators, read.days) == ((), (), ())
