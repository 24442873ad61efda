"""Where the road map comes from, and the figures as they are stated."""

from decimal import Decimal

from roadmap.domain.text import LocalizedText
from roadmap.store.context import BasisRow, DiscrepancyRow, ParagraphRow, SourceRow
from roadmap.store.indicators import IndicatorRow, PointRow
from tests.builders.portfolios import text
from tests.oversight.conftest import House

BLANK = LocalizedText()


def indicator(house: House, code: str, position: int, **more: object) -> IndicatorRow:
    values: dict[str, object] = {
        "caution": BLANK,
        "no_data_note": BLANK,
        "kind": "series",
        "as_of": BLANK,
        "listed": [],
    } | more
    return IndicatorRow(
        roadmap_id=house.roadmap.id,
        code=code,
        position=position,
        title=text(f"Title of {code}"),
        unit=text("persons"),
        origin="letter",
        paragraph="4",
        source="letter",
        **values,
    )


def point(row: IndicatorRow, position: int, label: str, **more: object) -> PointRow:
    values: dict[str, object] = {"flag": BLANK} | more
    return PointRow(indicator_id=row.id, position=position, label=LocalizedText(en=label), **values)


def test_figures_stand_as_stated_each_with_its_own_series_caution_and_notes(house: House) -> None:
    with house.writing() as session:
        first = indicator(house, "IND1", 1, caution=text("Day not given"))
        second = indicator(house, "IND2", 2, kind="by_category", stated_total=Decimal(321606))
        session.add_all(
            [first, second, indicator(house, "IND6", 3, listed=[{"en": "Sri Lanka"}], as_of=text("July 2020"))]
        )
        session.flush()
        session.add_all(
            [
                point(first, 1, "2018", value=Decimal(11413)),
                point(second, 1, "Thailand", value=Decimal(138591), share=Decimal("29"), flag=text("Probably 39")),
                point(second, 2, "Vietnam", value=Decimal(42056), share=Decimal("11.8"), approximate=True),
                DiscrepancyRow(
                    roadmap_id=house.roadmap.id,
                    code="I-3",
                    position=1,
                    paragraphs="15",
                    text=text("Misprint"),
                    treatment=text("Shown as it is"),
                    indicator_id=second.id,
                ),
            ]
        )
        session.commit()
    page = house.signed_in().get("/sources").text
    for words in (
        "11,413",
        "138,591",
        "11.8",
        "≈ 42,056",
        "321,606",
        "Probably 39",
        "Day not given",
        "No data in the letter",
        'href="#note-I-3"',
        "Shown as it is",
    ):
        assert words in page, words
    first_table = page[page.index('id="indicator-IND1"') : page.index('id="indicator-IND2"')]
    assert "138,591" not in first_table


def test_a_source_is_shown_in_its_own_words_with_its_blanks(house: House) -> None:
    with house.writing() as session:
        source = SourceRow(
            roadmap_id=house.roadmap.id, code="letter", position=1, title=text("Reply"), issuer=BLANK, note=BLANK
        )
        session.add(source)
        session.flush()
        session.add_all(
            [
                ParagraphRow(source_id=source.id, number="12", position=1, text=LocalizedText(kk="Жол картасы")),
                BasisRow(
                    roadmap_id=house.roadmap.id,
                    code="B3",
                    position=1,
                    who=text("Deputy PM"),
                    what=text("Seasonal work"),
                    background_only=True,
                ),
            ]
        )
        session.commit()
    page = house.signed_in().get("/sources").text
    assert '<p id="source-letter-12" lang="kk">' in page
    for words in ("Жол картасы", "Not stated in the letter", "Background only", "Seasonal work"):
        assert words in page, words
