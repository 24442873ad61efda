"""Which letters a typeset sheet has, and what becomes of the others."""

import json
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from roadmap.documents.letters import _RANGES, MISSING, printable
from roadmap.documents.marks import CONFIDENCE_SHAPES, CONTROL_SHAPES
from roadmap.documents.typesetting import NotTypeset, set_in_type
from tests.builders.paper import fonts_of, text_of

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
SHEET = """
#set document(title: "x")
#set page(width: 16cm, height: auto, margin: 1cm)
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), fallback: false, lang: "kk")
#for line in json(bytes(sys.inputs.data)) { par(line); par(strong(line)) }
"""


def sheet(folder: Path, *lines: str, form: str = "pdf") -> bytes:
    template = folder / "sheet.typ"
    template.write_text(SHEET)
    return set_in_type(template, json.dumps(lines), form)  # type: ignore[arg-type]


def test_every_kazakh_letter_is_in_the_fonts_and_can_be_read_out_of_the_file(tmp_path: Path) -> None:
    assert len(KAZAKH) == 42
    letters = KAZAKH + KAZAKH.upper()
    assert printable(letters, 100).replace("\u200b", "") == letters
    # A letter that no font has stops a tagged PDF.
    content = sheet(tmp_path, letters)
    assert text_of(content).replace(" ", "").count(letters) == 2
    descriptors = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts_of(content)]
    assert descriptors
    assert all("/FontFile3" in each or "/FontFile2" in each for each in descriptors)


def test_every_kazakh_letter_has_a_shape_of_its_own_in_the_picture(tmp_path: Path) -> None:
    # What lacks a shape is drawn as the same box as every other letter that lacks one.
    pictures = {letter: sheet(tmp_path, letter, form="png") for letter in "әғқңөұүһіӘҒҚҢӨҰҮҺІ"}
    assert len(set(pictures.values())) == len(pictures)
    assert sheet(tmp_path, "\U00010348", form="png") not in pictures.values()


def test_the_fonts_have_every_letter_that_is_let_through(tmp_path: Path) -> None:
    found = [chr(code) for first, last in _RANGES for code in range(first, last + 1)]
    shown = [letter for letter in found if letter.isprintable() and letter.isalpha()] + list("№₸€…“”«»–—‰™")
    sheet(tmp_path, " ".join(shown))


def test_the_fonts_have_every_shape_of_a_mark(tmp_path: Path) -> None:
    sheet(tmp_path, *CONTROL_SHAPES.values(), *CONFIDENCE_SHAPES.values(), MISSING)


def test_the_shapes_are_those_of_the_pages() -> None:
    environment = Environment(loader=FileSystemLoader("templates"), autoescape=True)
    environment.globals["_"] = str
    for macro, shapes in (("control_mark", CONTROL_SHAPES), ("confidence_mark", CONFIDENCE_SHAPES)):
        for status, shape in shapes.items():
            source = '{% from "components/marks.html" import ' + macro + " %}{{ " + macro + "(status) }}"
            assert f">{shape}" in environment.from_string(source).render(status=status.value)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  one\n\ttwo\u2028three ", "one two three"),
        ("a\u202eb\u200dc\ufeff\0d", "abc d"),
        ("и\u0306", "й"),
        ("고용허가제 EPS", "□ EPS"),
        ("مرحبا", "□"),
        ("Word " * 9, "Word Word Word…"),
    ],
)
def test_text_is_one_line_of_letters_that_can_be_shown(typed: str, shown: str) -> None:
    assert printable(typed, 20) == shown


def test_what_the_typesetter_gives_up_on_is_an_error_that_can_be_caught(tmp_path: Path) -> None:
    with pytest.raises(NotTypeset):
        sheet(tmp_path, "😀")
    with pytest.raises(NotTypeset):
        sheet(tmp_path, "مرحبا بالعالم ࠀ ࡀ ࢠ ۝ ܀ ݍ")
