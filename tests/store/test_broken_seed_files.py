"""What is broken in a seed folder is refused as a whole, with file, line and reason."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from roadmap.store.seedfiles import SeedError, read_seeds

FIVE_MEASURES = Path(__file__).parents[1] / "seeds" / "five_measures"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that reads, to be broken."""
    return Path(shutil.copytree(FIVE_MEASURES, tmp_path / "folder"))


WELLS = "measures/1-wells.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (WELLS, "code: W1", "kode: W1", "measures/1-wells.yaml:2: unknown field 'kode'"),
        (WELLS, "code: W1", "kode: W1", "measures/1-wells.yaml:1: 'code' is missing"),
        (WELLS, "weight: 2", "weight: many", f"{WELLS}:21: 'weight' must be a whole number without quotes"),
        (WELLS, "weight: 2", "weight: 0", f"{WELLS}:21: 'weight' must be 1 or more"),
        (WELLS, "weight: 2", "weight: 101", f"{WELLS}:21: 'weight' must be 100 or less"),
        (WELLS, 'number: "1.1"', "number: 1.1", f"{WELLS}:18: 'number' must be text"),
        (WELLS, "on: 2026-06-30", "on: 2026-06-31", f"{WELLS}:25: 'on': 2026-06-31 is not a day of the calendar"),
        (WELLS, "on: 2026-06-30", "on: 20260630", f"{WELLS}:25: 'on': must be a date written as YYYY-MM-DD"),
        (
            WELLS,
            "on: 2026-06-30",
            "on: 2026-06-29",
            f"{WELLS}:23: 'deadline': 2026-06-29 is not the last day of a month",
        ),
        (WELLS, "on: 2026-06-30", "on: null", f"{WELLS}:23: 'deadline': a deadline of kind month needs 'on'"),
        (
            WELLS,
            'number: "1.2"',
            'number: "1.1"',
            f"{WELLS}:27: the measure, milestone or clause '1.1' is given twice (first at {WELLS}:18)",
        ),
        (WELLS, "organisation: WATER", "organisation: WOTER", f"{WELLS}:9: there is no organisation 'WOTER'"),
        (
            WELLS,
            "organisation: WATER",
            "organisation: AKIMAT",
            f"{WELLS}:9: the organisation 'AKIMAT' stands twice in this list",
        ),
        (WELLS, "role: co", "role: lead", f"{WELLS}:1: the file: only the first executor can be the lead"),
        (WELLS, "role: co", "role: helper", f"{WELLS}:9: 'role' must be 'lead' or 'co'"),
        (
            WELLS,
            "clause: 1a, relation: leads_to",
            "clause: 2a, relation: leads_to",
            f"{WELLS}:22: this measure has no clause '2a'",
        ),
        (
            WELLS,
            "clause: 1a, relation: leads_to",
            "clause: 1a, relation: beyond",
            f"{WELLS}:18: entry 1 of 'milestones': 'beyond_wording' is true when",
        ),
        (
            WELLS,
            "funding: {ru: местный бюджет}",
            "funding: {}",
            f"{WELLS}:16: 'funding': needs at least one of kk, ru, en",
        ),
        (WELLS, "funding: {ru: местный бюджет}", "funding: {de: Haushalt}", f"{WELLS}:16: unknown field 'de'"),
        (WELLS, "funding: {ru: местный бюджет}", "funding: {ru: ''}", f"{WELLS}:16: 'ru' is empty"),
        (
            WELLS,
            "funding: {ru: местный бюджет}",
            "funding: бюджет",
            f"{WELLS}:16: 'funding' must be a mapping of fields",
        ),
        (WELLS, "funding: {ru: местный бюджет}", "sources: [{source: akt}]", f"{WELLS}:16: there is no source 'akt'"),
        (WELLS, "completion_form:", "title:", f"{WELLS}:10: the key 'title' stands twice"),
        (WELLS, "code: W1", "code: [W1", f"{WELLS}:3: not well-formed YAML: "),
        (WELLS, "code: W1", "code: !!python/name:os.system W1", f"{WELLS}:2: tags such as "),
        (WELLS, "code: W1", "code: W2", "measures/2-pipes.yaml:2: the measure code 'W2' is given twice"),
        ("dependencies.yaml", "to: 1a", "to: 1z", "dependencies.yaml:4: there is no measure, milestone or clause '1z'"),
        ("dependencies.yaml", "to: 1a", "to: 7", "dependencies.yaml:4: 'to': must be a number in quotes"),
        ("dependencies.yaml", "code: D2", "code: D1", "dependencies.yaml:8: the dependency 'D1' is given twice"),
        (
            "organisations.yaml",
            "organisation: WATER",
            "organisation: W",
            "organisations.yaml:11: there is no organisation 'W'",
        ),
        (
            "organisations.yaml",
            "outside_government: true",
            "outside_government: no",
            "organisations.yaml:8: 'outside_government' must be true or false",
        ),
        ("roadmap.yaml", "dated_on: 2026-02-10", "dated_on: null", "roadmap.yaml:2: the file: 'stage_act' needs"),
        ("roadmap.yaml", "stage: adopted", "stage: being_developed", "roadmap.yaml:2: the file: 'stage_act' is given"),
        (
            "roadmap.yaml",
            "Asia/Almaty",
            "Asia/Nowhere",
            "roadmap.yaml:11: 'timezone': 'Asia/Nowhere' is not a time zone",
        ),
        (
            "roadmap.yaml",
            "stage: adopted",
            "stage: done",
            "roadmap.yaml:5: 'stage' must be 'being_developed', 'adopted' or 'amended'",
        ),
    ],
)
def test_a_mistake_is_named_with_file_line_and_reason(
    folder: Path, file: str, old: str, new: str, problem: str
) -> None:
    path = folder / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        read_seeds(folder)
    assert any(str(one).startswith(problem) for one in refused.value.problems), str(refused.value)


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        (
            "risks.yaml",
            b"risks:\n  - code: R1\n    measures: ['9']\n    text: {ru: x}\n",
            "risks.yaml:3: there is no measure '9'",
        ),
        (
            "risks.yaml",
            b"risks:\n  - code: R1\n    text: {ru: x}\n    paragraph: '3'\n",
            "risks.yaml:4: paragraph '3' of which source?",
        ),
        (
            "risks.yaml",
            "risks: []\n# қ".encode("cp1251", "replace") + b"\xff",
            "risks.yaml:2: the file is not in UTF-8",
        ),
        ("risks.yaml", b"", "risks.yaml:1: the file is empty"),
        ("risks.yaml", b"risks: []\n---\nrisks: []\n", "risks.yaml:2: not well-formed YAML: "),
        ("risks.yaml", b"risks:\n  - \x00\n", "risks.yaml:2: not well-formed YAML: a character"),
        ("risks.yaml", b"- a list\n", "risks.yaml:1: the file must be a mapping of fields"),
        ("risks.yaml", b"[" * 5000, "risks.yaml:1: "),
        ("risks.yaml", b"# " + b"x" * 1_000_001, "risks.yaml:1: the file is larger than"),
        (
            "notes.yaml",
            b"notes:\n  - {measure: '9', dated: '2024', text: {ru: x}, source_note: y}\n",
            "notes.yaml:2: there is no measure '9'",
        ),
        (
            "notes.yaml",
            b"notes:\n  - {measure: '1', dated: '2024-13', text: {ru: x}, source_note: y}\n",
            "notes.yaml:2: 'dated' is not written",
        ),
        (
            "discrepancies.yaml",
            b"discrepancies:\n  - {code: I1, indicator: X, text: {ru: x}, treatment: {ru: y}}\n",
            "discrepancies.yaml:2: there is no indicator 'X'",
        ),
        (
            "days/2026.yaml",
            b"calendar: KZ\nyear: 2026\ndays:\n  - {on: 2027-01-01, working: false, reason: {ru: x}}\n",
            "days/2026.yaml:1: the file: 2027-01-01 does not lie in 2026",
        ),
        ("risk.yaml", b"risks: []\n", "risk.yaml:1: not a seed file"),
        ("days/2026.yml", b"days: []\n", "days/2026.yml:1: not a seed file"),
    ],
)
def test_a_wrong_file_is_refused(folder: Path, file: str, content: bytes, problem: str) -> None:
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes(content)
    with pytest.raises(SeedError) as refused:
        read_seeds(folder)
    assert any(str(one).startswith(problem) for one in refused.value.problems), str(refused.value)


def test_aliases_of_aliases_do_not_fill_the_memory(folder: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (folder / "risks.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(SeedError, match=r"risks\.yaml:\d+: too many values"):
        read_seeds(folder)


def test_an_alias_of_itself_is_refused(folder: Path) -> None:
    (folder / "risks.yaml").write_text("risks: &all\n  - *all\n", encoding="utf-8")
    with pytest.raises(SeedError, match=r"risks\.yaml:\d+: "):
        read_seeds(folder)


def test_a_yaml_1_1_line_does_not_turn_no_into_false(folder: Path) -> None:
    path = folder / "organisations.yaml"
    old_style = "%YAML 1.1\n---\n" + path.read_text(encoding="utf-8").replace("code: WATER", "code: no")
    path.write_text(old_style.replace("organisation: WATER", "organisation: no"), encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        read_seeds(folder)
    assert {one.file for one in refused.value.problems} == {"measures/1-wells.yaml", "measures/2-pipes.yaml"}


def test_a_paragraph_that_the_source_does_not_have_is_refused(folder: Path) -> None:
    source = "sources:\n  - code: act\n    title: {ru: x}\n    paragraphs: [{number: '1', text: {ru: y}}]\n"
    (folder / "sources.yaml").write_text(source, encoding="utf-8")
    risk = "risks:\n  - {code: R1, text: {ru: x}, source: act, paragraph: '2'}\n"
    (folder / "risks.yaml").write_text(risk, encoding="utf-8")
    with pytest.raises(SeedError, match=r"^risks\.yaml:2: the source 'act' has no paragraph '2'$"):
        read_seeds(folder)


def test_a_number_must_be_finite_and_of_a_sane_size(folder: Path) -> None:
    for value in ("1e999999", ".inf", ".nan", "9" * 5000, "yes"):
        indicator = (
            "indicators:\n  - code: X\n    title: {ru: x}\n    unit: {ru: x}\n    origin: letter\n    kind: single\n"
        )
        content = f"{indicator}    points:\n      - label: x\n        value: {value}\n"
        (folder / "indicators.yaml").write_text(content, encoding="utf-8")
        with pytest.raises(SeedError, match=r"^indicators\.yaml:9: 'value'"):
            read_seeds(folder)


def test_every_problem_of_every_file_is_told_at_once(folder: Path) -> None:
    (folder / "roadmap.yaml").unlink()
    (folder / "risks.yaml").write_text("risks: 1\n", encoding="utf-8")
    (folder / "measures" / "5-broken.yaml").write_text("number: [\n", encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        read_seeds(folder)
    assert [one.file for one in refused.value.problems] == ["measures/5-broken.yaml", "risks.yaml", "roadmap.yaml"]


def test_what_a_broken_file_would_define_is_not_missed_elsewhere(folder: Path) -> None:
    (folder / "organisations.yaml").write_text("organisations: [\n", encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        read_seeds(folder)
    assert [one.file for one in refused.value.problems] == ["organisations.yaml"]


def test_a_folder_without_measures_or_no_folder_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / "measures")
    (folder / "dependencies.yaml").unlink()
    with pytest.raises(SeedError, match=r"^measures:1: there is no measure"):
        read_seeds(folder)
    with pytest.raises(SeedError, match="there is no such folder"):
        read_seeds(folder / "nowhere")


def test_an_override_wins_over_the_year_file(folder: Path) -> None:
    (folder / "days").mkdir(exist_ok=True)
    year = "calendar: KZ\nyear: 2026\ndays:\n  - {on: 2026-01-02, working: false, reason: {ru: выходной}}\n"
    (folder / "days" / "2026.yaml").write_text(year, encoding="utf-8")
    override = "calendar: KZ\ndays:\n  - {on: 2026-01-02, working: true, reason: {ru: рабочий}}\n"
    more = "  - {on: 2030-01-02, working: false, reason: {ru: выходной}}\n"
    (folder / "days" / "overrides.yaml").write_text(override + more, encoding="utf-8")
    days = [(day.on, day.working) for year in read_seeds(folder).days for day in year.days]
    assert days == [(date(2026, 1, 2), True), (date(2030, 1, 2), False)]
