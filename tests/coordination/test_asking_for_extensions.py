"""Asking for a later date with a letter, for a milestone and for a whole measure; reporting what recurs."""

from collections.abc import Callable
from datetime import date

from roadmap.domain.deadlines import Details, deadline_of
from roadmap.domain.facts import DeadlineFact, Document, ExtensionFact, Progress, ProgressFact
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.plan import DeadlineKind
from tests.builders.house import House

Fields = Callable[..., dict[str, str]]
FORM = "/measures/1/report"
LETTER = {"letter_number": "1-2/345", "letter_on": "2026-11-20"}
ASKED = {"extension_to": "2027-06-30", "extension_reason": "Korea has not answered"}


def facts(house: House) -> list[object]:
    return [entry.fact for entry in house.lines(house.measures[0])[0].entries]


def test_the_letter_goes_with_the_request_and_the_same_request_is_made_once(house: House, fields: Fields) -> None:
    row = f"milestone_{house.milestones[0][0]}"
    typed = {f"{row}-state": "in_progress", f"{row}-forecast_on": "2026-12-18", f"{row}-forecast_reason": "Late"}
    typed |= {f"{row}-{name}": text for name, text in LETTER.items()} | {f"{row}-wants_extension": "y"}
    assert house.browser("Ainur").post(FORM, data=fields(**typed)).status_code == 303
    asked = ExtensionFact(date(2026, 12, 18), "Late", Document("1-2/345", date(2026, 11, 20)))
    assert asked in facts(house)
    assert 'value="1-2/345"' in house.browser("Ainur").get(FORM).text
    again = fields(done_en="Something else was done.", **typed)
    assert house.browser("Ainur").post(FORM, data=again).status_code == 303
    assert not any(isinstance(fact, ExtensionFact) for fact in facts(house))


def test_a_later_date_can_be_asked_for_the_whole_measure(house: House, fields: Fields) -> None:
    letter = {f"extension_{name}": text for name, text in LETTER.items()}
    assert house.browser("Ainur").post(FORM, data=fields(**ASKED, **letter)).status_code == 303
    (entry,) = [each for each in house.lines(house.measures[0])[0].entries if each.facet is Facet.EXTENSION]
    assert entry.milestone_id is None
    document = Document("1-2/345", date(2026, 11, 20))
    assert entry.fact == ExtensionFact(date(2027, 6, 30), "Korea has not answered", document)


BAD = [
    ({"extension_to": "31.02.2027"}, "Enter a date as DD.MM.YYYY"),
    ({"extension_to": ""}, "Fill in this field"),
    ({"extension_to": "2026-11-01"}, "The date cannot be earlier than"),
    ({"extension_to": "2126-11-01"}, "The date lies too far in the future"),
    ({"extension_reason": " "}, "State the reason"),
    ({"extension_letter_number": "7"}, "Fill in this field"),
    ({"extension_letter_on": "2026-11-20"}, "Fill in this field"),
    ({"extension_letter_number": "7", "extension_letter_on": "2026-12-20"}, "The date cannot be later than"),
]


def test_half_a_request_is_refused_and_nothing_typed_is_lost(house: House, fields: Fields) -> None:
    client, before = house.browser("Ainur"), house.last_line(house.measures[0])
    for given, words in BAD:
        answer = client.post(FORM, data=fields(**(ASKED | given)))
        assert answer.status_code == 422, given
        assert words in answer.text, given
        assert "Two bodies answered" in answer.text, given
    assert house.last_line(house.measures[0]) == before


def test_a_report_accounts_for_what_recurs_only_if_it_says_so(house: House, fields: Fields) -> None:
    number = house.milestones[0][1]
    monthly = deadline_of(DeadlineKind.MONTHLY, date(2026, 10, 1), None, Details(by_day=10))
    said = ProgressFact(Progress.IN_PROGRESS)
    house.say(
        house.measures[0],
        Statement(Facet.DEADLINE, DeadlineFact(monthly, None), number),
        Statement(Facet.PROGRESS, said, number),
        author="Bolat",
        on=date(2026, 10, 5),
    )
    row = f"milestone_{number}"
    page = house.browser("Ainur").get(FORM).text
    assert f"{row}-accounts" in page
    assert f"milestone_{house.milestones[0][0]}-accounts" not in page
    same = {f"{row}-state": "in_progress"}
    house.browser("Ainur").post(FORM, data=fields(**same))
    assert said not in facts(house)
    house.browser("Ainur").post(FORM, data=fields(**same, **{f"{row}-accounts": "y"}, done_en="The monthly report."))
    assert said in facts(house)
