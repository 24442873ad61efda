"""A measure's page: what was promised, by whom, how far it is, and every line about it."""

from datetime import UTC, date, datetime

from roadmap.domain.facts import (
    Confidence,
    DeadlineFact,
    Document,
    ExtensionFact,
    Progress,
    Verdict,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText
from roadmap.store.context import DependencyRow, DevelopmentRow, DiscrepancyRow, RiskMeasureRow, RiskRow
from tests.builders.portfolios import approved, ask, progress, report, text, verdict, write
from tests.oversight.conftest import House

FRIDAY = date(2026, 11, 20)
BLANK = LocalizedText()


def test_an_unknown_measure_is_not_found(house: House) -> None:
    assert house.signed_in().get("/measures/9").status_code == 404
    assert house.signed_in().get("/measures/%3Cscript%3E").status_code == 404


def test_the_plan_is_shown_with_its_blanks(house: House) -> None:
    page = house.signed_in().get("/measures/1").text
    for words in (
        "Wording of measure 1",
        'lang="kk"><q>Хаттағы сөз</q>',
        "¶12",
        "Clause 1a",
        "open",
        "completed by 1.1",
        "Ministry of Labour",
        "Implied by the letter",
        "Not stated in the letter",
        "Not assigned",
        "Proposed – not in the letter",
        "completes 1a",
        "leads to 1a",
        "beyond the wording of 1a",
        "Beyond the wording of the measure",
    ):
        assert words in page, words


def test_every_kind_of_line_is_told_in_a_sentence_with_the_newest_first(house: House) -> None:
    first = house.roadmap.milestones["1.1"]
    with house.writing() as session:

        def tell(*statements: Statement, day: int, act: Act = Act.REPORT) -> int:
            return write(session, house.roadmap, "1", *statements, on=date(2026, 11, day), act=act)

        tell(approved(first, date(2026, 11, 10)), day=1, act=Act.DECISION)
        tell(
            report(Confidence.AT_RISK, "Comments came", blocker=text("No funds")),
            progress(first, Progress.IN_PROGRESS, forecast=date(2026, 12, 1)),
            day=3,
        )
        tell(Statement(Facet.EXTENSION, ExtensionFact(date(2026, 12, 1), "Korea is late"), first), day=4)
        tell(approved(first, date(2026, 12, 1)), day=5, act=Act.DECISION)
        asked = tell(report(Confidence.AT_RISK, "Waiting"), ask("Who pays?", "Deputy PM", FRIDAY), day=6)
        tell(Statement(Facet.WITHDRAWAL, WithdrawalFact(asked, "Solved")), day=7)
        tell(progress(first, Progress.REPORTED_DONE, actual=date(2026, 11, 8)), day=8)
        returned = VerdictFact(Verdict.RETURNED, "no annex", Document("9-r", FRIDAY))
        tell(Statement(Facet.VERDICT, returned, first), day=9, act=Act.DECISION)
        session.commit()
    page = house.signed_in().get("/measures/1").text
    history = page[page.index('id="history"') :]
    sentences = (
        "1.1 Step 1.1: Returned for rework",
        "1.1 Step 1.1: Reported done, done on 8 Nov 2026",
        f"No longer needed: what was asked in line {asked}",
        "Decision needed from: Deputy PM, by 20 Nov 2026",
        "1.1 Step 1.1: approved date moved, 1 Dec 2026 (was: 10 Nov 2026)",
        "1.1 Step 1.1: extension asked for, to 1 Dec 2026",
        "1.1 Step 1.1: In progress, forecast 1 Dec 2026",
        "1.1 Step 1.1: approved date set, 10 Nov 2026",
    )
    positions = [history.index(sentence) for sentence in sentences]
    assert positions == sorted(positions)
    for words in ("No funds", "Korea is late", "Solved", "no annex", "№ 9-r of 20 Nov 2026", "№ 15-p of 10 Nov 2026"):
        assert words in history, words
    assert "moved once" in page


def test_a_line_entered_after_its_day_in_almaty_is_marked_backdated(house: House) -> None:
    with house.writing() as session:
        # Two in the morning of Saturday in Almaty is still Friday in Greenwich.
        write(
            session,
            house.roadmap,
            "1",
            report(Confidence.ON_TRACK, "Late at night"),
            on=FRIDAY,
            at=datetime(2026, 11, 20, 21, tzinfo=UTC),
        )
        write(
            session,
            house.roadmap,
            "2",
            report(Confidence.ON_TRACK, "In time"),
            on=FRIDAY,
            at=datetime(2026, 11, 20, 18, tzinfo=UTC),
        )
        session.commit()
    client = house.signed_in()
    assert "backdated" in client.get("/measures/1").text
    assert "recorded 21 Nov 2026 02:00" in client.get("/measures/1").text
    assert "backdated" not in client.get("/measures/2").text


def test_the_page_of_a_past_day_shows_no_later_line(house: House) -> None:
    first = house.roadmap.milestones["1.1"]
    with house.writing() as session:
        write(session, house.roadmap, "1", progress(first, Progress.IN_PROGRESS), on=date(2026, 11, 2))
        write(session, house.roadmap, "1", verdict(first, Verdict.REMOVED, "Repealed"), on=FRIDAY, act=Act.DECISION)
        session.commit()
    client = house.signed_in()
    assert "Repealed" in client.get("/measures/1").text
    assert "Repealed" not in client.get("/measures/1?on=2026-11-19").text


def test_what_stands_around_a_measure_is_shown_on_its_page_and_on_no_other(house: House) -> None:
    roadmap_id, measure_id = house.roadmap.id, house.roadmap.measures["1"]
    with house.writing() as session:
        risk = RiskRow(roadmap_id=roadmap_id, code="R1", position=1, text=text("Refusals"), suggested_owner=text("MFA"))
        session.add_all(
            [
                risk,
                DependencyRow(
                    roadmap_id=roadmap_id,
                    code="D2",
                    position=1,
                    from_measure_id=measure_id,
                    from_label=text("1"),
                    to_label=text("The institution"),
                    strength="assumed",
                    text=BLANK,
                ),
                DevelopmentRow(
                    measure_id=measure_id, position=1, dated="2023-08", text=text("It exists"), source_note="press"
                ),
                DiscrepancyRow(
                    roadmap_id=roadmap_id,
                    code="I-13",
                    position=1,
                    paragraphs="11",
                    text=text("Not said"),
                    treatment=text("Kept apart"),
                    measure_id=measure_id,
                ),
            ]
        )
        session.flush()
        session.add(RiskMeasureRow(risk_id=risk.id, measure_id=measure_id))
        session.commit()
    first, second = house.signed_in().get("/measures/1").text, house.signed_in().get("/measures/2").text
    for words in (
        "Refusals",
        "The institution",
        "Assumed",
        "It exists",
        "2023-08",
        "Not part of the status",
        "Kept apart",
    ):
        assert words in first, words
    for words in ("Refusals", "The institution", "It exists", "Kept apart"):
        assert words not in second


def test_whoever_decided_is_named_only_to_people_who_signed_in(house: House) -> None:
    fact = DeadlineFact(Deadline(DeadlineKind.DAY, FRIDAY), Document("15-p", FRIDAY), "Deputy PM Almas Beken")
    with house.writing() as session:
        write(session, house.roadmap, "1", Statement(Facet.DEADLINE, fact), on=FRIDAY, act=Act.DECISION)
        session.commit()
    assert "Almas Beken" in house.signed_in().get("/measures/1").text
    house.app.config["PUBLIC_PROGRESS"] = True
    public = house.visitor().get("/measures/1?lang=en").text
    assert "№ 15-p of 20 Nov 2026" in public
    assert "Almas Beken" not in public
