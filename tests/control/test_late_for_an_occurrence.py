"""A report that a recurring deadline asked for and that comes late says for which date it is."""

from datetime import timedelta

from roadmap.domain.deadlines import Details, deadline_of
from roadmap.domain.facts import DeadlineFact, Document, ProgressFact, ReportFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import DeadlineKind
from roadmap.store.ledger_reading import lines_of
from tests.builders.portfolios import write
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import send, words_in

MONDAY = TODAY - timedelta(days=TODAY.weekday())
# Due on the day before today, whatever day today is; the week began long enough ago for two to be late.
DUE_ON = (TODAY - timedelta(days=1)).isoweekday()


def weekly(house: House, milestone: str | None) -> None:
    """Three weeks ago the first of the weekly reports was asked for."""
    deadline = deadline_of(DeadlineKind.WEEKLY, MONDAY - timedelta(weeks=3), None, Details(by_day=DUE_ON))
    fact = DeadlineFact(deadline, Document("15-p", TODAY), "Deputy PM")
    said = Statement(Facet.DEADLINE, fact, house.built.milestones[milestone] if milestone else None)
    with house.writing() as session:
        write(session, house.built, "1", said, on=MONDAY - timedelta(weeks=4), act=Act.DECISION)


def late(house: House) -> tuple[object, ...]:
    measure = house.portfolio().measures[0]
    return measure.dates.late or measure.milestones[0].dates.late


def facts(house: House) -> list[object]:
    with house.database.reading() as session:
        newest = max(lines_of(session, house.built.measures["1"], TODAY, None), key=lambda line: line.seq)
        return [entry.fact for entry in newest.entries]


ACCOUNT = {"confidence": "on_track", "done_en": "Counted the mail", "next_step_en": "Count it again"}


def test_a_milestones_late_report_is_for_the_oldest_open_date_unless_another_is_chosen(house: House) -> None:
    weekly(house, "1.1")
    first, second, *_more = late(house)
    client, row = house.client("coordinator"), f"milestone_{house.built.milestones['1.1']}"
    page = client.get("/measures/1/report").text
    assert "For which date does this report come late?" in page
    assert f'<option selected value="{first}"' in page
    typed = {**ACCOUNT, f"{row}-state": "in_progress", f"{row}-accounts": "y", "action": "send"}
    assert send(client, "/measures/1/report", **typed).status_code == 303
    (said,) = [each for each in facts(house) if isinstance(each, ProgressFact)]
    assert said.occurrence == first
    assert late(house)[0] == second
    assert "Late report for" in words_in(client.get("/measures/1").text)


def test_a_measures_late_report_names_its_own_date(house: House) -> None:
    weekly(house, None)
    _first, second, *_more = late(house)
    client = house.client("coordinator")
    assert send(client, "/measures/1/report", **ACCOUNT, occurrence=str(second), action="send").status_code == 303
    (said,) = [each for each in facts(house) if isinstance(each, ReportFact)]
    assert said.occurrence == second
    assert second not in late(house)
    due = house.portfolio().measures[0].dates.due_on
    assert due
    assert due == second + timedelta(weeks=1)  # type: ignore[operator]


def test_a_report_in_time_is_asked_for_no_date(house: House) -> None:
    page = house.client("coordinator").get("/measures/1/report").text
    assert "For which date" not in page
