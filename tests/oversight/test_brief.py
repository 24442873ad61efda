"""The one-page brief of the overview, as it is handed out."""

import re
from datetime import date, timedelta

import pytest

from roadmap.domain.facts import Confidence, Progress
from roadmap.domain.ledger import Act
from roadmap.web.sessions import database
from tests.builders.paper import catalogue_of, metadata_of, pages_of, text_of
from tests.builders.portfolios import approved, ask, build_roadmap, owner, progress, report, write
from tests.oversight.conftest import House

FIRST = date(2026, 11, 2)
HOSTILE = (
    '#import "x": * #panic() $sum_(i=0)^n$ *bold* _it_ `raw` <label> @cite \\ // no /* comment */ ]]] }}} = Heading',
    "W" * 4000,
    "слово" * 900,
    "😀🏳️‍🌈 مرحبا بالعالم שלום \u202egnp.exe\u202c 고용허가제 \ufeff\u0001\u0007 e\u0301",
    "строка\nвторая\r\nтретья\u2028четвёртая\t" * 60,
)


def busy(house: House, words: str = "The commission postponed it.") -> None:
    """Overdue items, asks, forecasts and changes on each of the three measures."""
    with house.writing() as session:
        for number in ("1", "2", "3"):
            ids = [house.roadmap.milestones[f"{number}.{place}"] for place in (1, 2, 3)]
            dates = [approved(each, FIRST + timedelta(days=5 * place)) for place, each in enumerate(ids)]
            write(session, house.roadmap, number, *dates, owner(None, house.executive), on=FIRST, act=Act.DECISION)
            write(
                session,
                house.roadmap,
                number,
                report(Confidence.OFF_TRACK, words),
                ask(words, "Deputy PM", FIRST),
                *(progress(each, Progress.IN_PROGRESS, date(2027, 1, 5)) for each in ids),
                on=date(2026, 11, 20),
            )
        session.commit()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_brief_is_one_tagged_page_that_says_its_language_and_title(house: House, language: str) -> None:
    busy(house)
    answer = house.signed_in().get(f"/brief.pdf?lang={language}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    root = catalogue_of(answer.data)
    assert pages_of(answer.data) == 1
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == language
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata_of(answer.data)


def test_the_decision_stands_before_what_is_late_and_that_before_the_measures(house: House) -> None:
    busy(house)
    said = text_of(house.signed_in().get("/brief.pdf?lang=en").data)
    parts = [
        "Decision needed (3)",
        "Overdue and due in 30 days (9)",
        "Measures (3)",
        "Changed since",
        "not an official",
    ]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "was needed by 2 Nov 2026" in said
    assert "15 working days late" in said
    assert "0 of 1 clause complete" in said
    assert "DRAFT" in said


def test_a_road_map_of_hundreds_of_measures_stays_on_one_page_and_says_what_is_left_out(house: House) -> None:
    with house.writing() as session:
        build_roadmap(session, "many", measures=300, milestones=2)
        session.commit()
    said = house.signed_in().get("/r/many/brief.pdf?lang=en")
    # Nobody but its own readers, and the public where progress is public, sees another road map.
    found = house.visitor().get("/r/many/brief.pdf?lang=en") if said.status_code == 404 else said
    assert pages_of(found.data) == 1
    assert "Measures, the most urgent first (300)" in text_of(found.data)
    assert "more, on the page" in text_of(found.data)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_typed_stays_text_and_stays_on_the_page(house: House, words: str) -> None:
    busy(house, words)
    for language in ("kk", "en"):
        answer = house.signed_in().get(f"/brief.pdf?lang={language}")
        assert answer.status_code == 200
        assert pages_of(answer.data) == 1
    if words.startswith("#import"):
        assert '#import "x": * #panic() $sum_(i=0)^n$ *bold* _it_ `raw` <label> @cite \\ // no' in text_of(answer.data)
    if "😀" in words:
        assert "letters that this sheet cannot show" in text_of(answer.data)


def test_names_of_persons_are_only_for_who_may_see_them(house: House) -> None:
    busy(house)
    assert "Aigerim Executive" in text_of(house.signed_in().get("/brief.pdf").data)
    public = text_of(house.visitor().get("/brief.pdf?lang=en").data)
    assert "Aigerim" not in public
    assert "Deputy Head" in public


def test_the_same_record_gives_the_same_bytes_and_is_not_sent_twice(house: House) -> None:
    busy(house)
    client = house.signed_in()
    first, second = client.get("/brief.pdf?on=2026-11-20&lang=en"), client.get("/brief.pdf?on=2026-11-20&lang=en")
    assert first.data == second.data
    tag = first.headers["ETag"]
    again = client.get("/brief.pdf?on=2026-11-20&lang=en", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/brief.pdf?on=2026-11-20&lang=ru").headers["ETag"] != tag
    assert house.visitor().get("/brief.pdf?on=2026-11-20&lang=en").headers["ETag"] != tag


def test_a_day_has_its_own_brief_under_a_name_that_says_so(house: House) -> None:
    busy(house)
    client = house.signed_in()
    before, after = client.get("/brief.pdf?on=2026-11-19&lang=en"), client.get("/brief.pdf?on=2026-11-20&lang=en")
    assert before.headers["Content-Disposition"] == 'inline; filename="first-2026-11-19-en.pdf"'
    assert "No decision is asked for." in text_of(before.data)
    assert "Decision needed (3)" in text_of(after.data)
    assert "/?on=2026-11-20" in text_of(after.data)


@pytest.mark.parametrize("query", ["on=2027-01-01", "on=tomorrow", "known=never", "since=2026-12-01"])
def test_a_brief_of_no_day_is_refused(house: House, query: str) -> None:
    assert house.signed_in().get(f"/brief.pdf?{query}").status_code == 422


def test_nothing_of_the_database_is_held_while_it_is_set_in_type(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []

    def look(*_arguments: object) -> bytes:
        with house.app.app_context():
            held.append(database().engine.pool.checkedout())  # type: ignore[attr-defined]
        return b"%PDF"

    monkeypatch.setattr("roadmap.documents.typesetting._pdf", look)
    assert house.signed_in().get("/brief.pdf").data == b"%PDF"
    assert held == [0]


def test_the_overview_leads_to_it(house: House) -> None:
    # In the language of the page, which need not be the reader's own.
    page = house.signed_in().get("/?on=2026-11-20&since=2026-11-02&lang=ru").text
    (query,) = re.findall(r'href="/brief\.pdf\?([^"]+)"', page)
    assert set(query.split("&amp;")) == {"on=2026-11-20", "since=2026-11-02", "lang=ru"}
