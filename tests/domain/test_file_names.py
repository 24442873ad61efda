"""A file's name is shown without folders and without what somebody could trip over; deceptive ones are refused."""

import pytest

from roadmap.domain.file_kinds import LONGEST_NAME, FileKind, kind_by, objection_to_name, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/report.pdf", "report.pdf"),
        ("..\\..\\windows\\report.pdf", "report.pdf"),
        ("C:\\Users\\a\\Есеп № 5.docx", "Есеп № 5.docx"),
        ("con.pdf", "_con.pdf"),
        ("LPT1.annex.pdf", "_LPT1.annex.pdf"),
        (".pdf", "pdf"),
        ("...report.pdf", "report.pdf"),
        ("  a \t b\n.pdf ", "a b.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("", "_"),
        ("/", "_"),
    ],
)
def test_a_name_is_shown_cleaned(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_name_of_three_hundred_letters_is_cut_and_keeps_its_ending() -> None:
    shown = shown_name("ұ" * 300 + ".docx")
    assert len(shown) == LONGEST_NAME
    assert shown.endswith("ұ.docx")
    assert len(shown.encode()) <= 255


@pytest.mark.parametrize("name", ["a\0.pdf", "\u202efdp.exe.pdf", "invoice\u2066.pdf", "exe.\u202efdp"])
def test_a_name_that_reads_otherwise_than_it_is_is_refused(name: str) -> None:
    found = objection_to_name(name)
    assert found is not None
    assert found.code == "deceptive_name"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\x", "con.txt", ".htaccess", "a.svg", "a.html", "a.pdf.exe", "a.docm", "pdf", ".pdf"],
)
def test_a_file_of_another_kind_is_refused_by_its_name(name: str) -> None:
    found = objection_to_name(name)
    assert found is not None
    assert found.code == "unknown_kind"


def test_the_ending_says_the_kind_in_capitals_too() -> None:
    assert kind_by("A.PDF") is FileKind.PDF
    assert kind_by("photo.jpeg") is FileKind.JPG
    assert objection_to_name("А.JPG") is None
