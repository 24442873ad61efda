"""Searching as a reader means it."""

import pytest

from roadmap.domain.search import folded, says
from roadmap.domain.text import LocalizedText

TITLE = LocalizedText(
    kk="Көші-қон комитетін құру", ru="Создание Комитета по миграции", en="Create a Migration Committee"
)


@pytest.mark.parametrize(
    "typed",
    ["КӨШІ-ҚОН", "көші-қон", "Комитет", "комитета ПО", "migration", "MIGRATION  committee", "Kомитета", "құру"],
)
def test_capitals_kazakh_letters_and_letters_of_the_other_keyboard_are_found(typed: str) -> None:
    assert says(TITLE, folded(typed))


@pytest.mark.parametrize("typed", ["виза", "visa", "комитетов"])
def test_what_is_not_said_is_not_found(typed: str) -> None:
    assert not says(TITLE, folded(typed))
