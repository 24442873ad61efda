"""The contrast figures that docs/design.md states, computed from the stylesheet's own colours (WCAG 2.2, 1.4.3)."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
STYLES = (PROJECT / "roadmap/static/roadmap.css").read_text()
DESIGN = (PROJECT / "docs/design.md").read_text()
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", STYLES.partition("@media print")[0]))
ROW = re.compile(r"^\| ([a-z-]+) \| `(#[0-9a-f]{6})` \| ([\d.]+) \| ([\d.]+) \|", re.MULTILINE)
STATED = ROW.findall(DESIGN)
# An edge of a field is no text: 3 is enough (1.4.11).
ENOUGH = {"edge": 3.0}


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well one colour can be told from another, from 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_design_states_every_colour_that_letters_or_edges_have() -> None:
    grounds = {"hairline", "wash", "paper"}
    assert {name for name, *_ in STATED} == COLOURS.keys() - grounds
    for name in grounds:
        assert f"{name} `{COLOURS[name]}`" in DESIGN


@pytest.mark.parametrize(("name", "value", "on_paper", "on_wash"), STATED)
def test_the_stated_figures_are_those_of_the_stylesheet(name: str, value: str, on_paper: str, on_wash: str) -> None:
    assert COLOURS[name] == value
    for ground, stated in (("paper", on_paper), ("wash", on_wash)):
        found = contrast(value, COLOURS[ground])
        assert f"{found:.1f}" == stated, (name, ground)
        assert found >= ENOUGH.get(name, 4.5)


def test_the_marks_of_the_design_are_those_of_the_pages() -> None:
    marks = (PROJECT / "templates/components/marks.html").read_text()
    shown = re.findall(r'mark\("(.+?)(?:\\uFE0E)?", _\("(.+?)"\), "(\w+)"\)', marks)
    assert len(shown) == 13
    for shape, word, colour in shown:
        assert re.search(rf"\| {re.escape(shape)} \| {word}, {colour} \|", DESIGN), word
