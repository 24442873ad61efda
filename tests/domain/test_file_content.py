"""A file is kept only if its content is what its name says, and is nothing that harms whoever opens it."""

import tracemalloc
from io import BytesIO
from zipfile import ZipInfo

import pytest

from roadmap.domain.file_content import objection_to_content
from roadmap.domain.file_kinds import FileKind
from tests.builders.files import (
    HTML,
    PDF,
    PDF_WITH_SCRIPT,
    WORD,
    bomb,
    docx,
    jpg,
    linked,
    png,
    relation,
    xlsx,
)

ENTITIES = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bbb'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>"
OUTSIDE = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
MANY: dict[str | ZipInfo, bytes] = {f"media/{number}.txt": b"" for number in range(10_001)}


def code_of(content: bytes, kind: FileKind) -> str | None:
    found = objection_to_content(BytesIO(content), kind, kind.value)
    return found.code if found else None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, FileKind.PDF),
        (PDF_WITH_SCRIPT, FileKind.PDF),
        (docx(), FileKind.DOCX),
        (xlsx(), FileKind.XLSX),
        (png(), FileKind.PNG),
        (jpg(), FileKind.JPG),
        (docx({"word/_rels/a.rels": relation("attachedTemplate", "file:///C:/Normal.dotm")}), FileKind.DOCX),
        (docx({"word/_rels/a.rels": relation("hyperlink", "https://adilet.zan.kz")}), FileKind.DOCX),
    ],
    ids=["pdf", "pdf with a script", "docx", "xlsx", "png", "jpg", "own template", "hyperlink"],
)
def test_a_file_that_is_what_its_name_says_is_kept(content: bytes, kind: FileKind) -> None:
    assert code_of(content, kind) is None


@pytest.mark.parametrize("kind", FileKind)
def test_an_empty_file_is_refused_whatever_its_name(kind: FileKind) -> None:
    assert code_of(b"", kind) == "empty_file"


@pytest.mark.parametrize("kind", FileKind)
def test_a_page_under_another_name_is_refused(kind: FileKind) -> None:
    assert code_of(HTML, kind) == "not_that_kind"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(xlsx(), FileKind.DOCX), (docx(), FileKind.XLSX), (png(), FileKind.JPG), (jpg(), FileKind.PNG)],
)
def test_one_kind_under_the_name_of_another_is_refused(content: bytes, kind: FileKind) -> None:
    assert code_of(content, kind) == "not_that_kind"


def test_any_other_container_is_no_office_file() -> None:
    assert code_of(docx(main="application/java-archive"), FileKind.DOCX) == "not_that_kind"


def test_a_file_of_an_older_word_or_under_a_password_is_named_as_such() -> None:
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.DOCX) == "old_or_locked"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF[:-8], FileKind.PDF),
        (docx()[:-30], FileKind.DOCX),
        (docx() + b"more", FileKind.DOCX),
        (PDF + docx(), FileKind.DOCX),
        (png()[:-12], FileKind.PNG),
        (png(0, 5), FileKind.PNG),
        (jpg()[:25], FileKind.JPG),
    ],
    ids=["pdf cut off", "docx cut off", "behind", "before", "png cut off", "no width", "jpg cut off"],
)
def test_a_damaged_file_is_refused(content: bytes, kind: FileKind) -> None:
    assert code_of(content, kind) in ("damaged", "not_that_kind")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (docx({"../../etc/passwd": b"x"}), "tricks"),
        (docx({"/etc/passwd": b"x"}), "tricks"),
        (docx({"C:\\x.dll": b"x"}), "tricks"),
        (docx({linked("word/link.xml"): b"/etc/passwd"}), "tricks"),
        (docx(MANY), "too_many_entries"),
        (docx({"word/embeddings/a.bin": docx()}), "nested"),
        (docx({"word/a.zip": b"x"}), "nested"),
        (docx({"word/vbaProject.bin": b"x"}), "macros"),
        (docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (docx(more=f'<Default Extension="x" ContentType="{WORD.replace("main", "vbaProject")}"/>'), "macros"),
        (docx({"word/document.xml": ENTITIES}), "entities"),
        (docx({"word/document.xml": OUTSIDE}), "entities"),
        (docx({"word/_rels/s.rels": relation("attachedTemplate", "https://evil.test/a.dotm")}), "external"),
        (docx({"word/_rels/s.rels": relation("oleObject", "\\\\evil.test\\share\\a")}), "external"),
        (docx({"word/_rels/s.rels": relation("attachedTemplate", "file:////evil.test/a")}), "external"),
        (docx({"word/document.xml": b"no xml at all"}), "damaged"),
        (docx({"word/_rels/s.rels": b"<open>"}), "damaged"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_office_file_that_is_more_than_a_document_is_refused(content: bytes, code: str) -> None:
    assert code_of(content, FileKind.DOCX) == code


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        doubled = docx({"main.xml": b"<other/>"})
    assert code_of(doubled, FileKind.DOCX) == "tricks"


def test_what_unpacks_to_half_a_gigabyte_is_refused_without_being_unpacked() -> None:
    content = bomb(512)
    assert len(content) < 5_000_000
    tracemalloc.start()
    assert code_of(content, FileKind.DOCX) == "unpacks"
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_what_unpacks_to_many_times_its_size_is_refused_below_the_limit_too() -> None:
    assert code_of(bomb(40), FileKind.DOCX) == "unpacks"


@pytest.mark.parametrize(
    ("content", "kind"), [(png(40_000, 40_000), FileKind.PNG), (jpg(65_535, 65_535), FileKind.JPG)]
)
def test_a_picture_that_would_fill_the_memory_is_refused(content: bytes, kind: FileKind) -> None:
    assert code_of(content, kind) == "too_many_pixels"


@pytest.mark.parametrize("kind", FileKind)
def test_no_beginning_of_a_file_raises(kind: FileKind) -> None:
    whole = {FileKind.PDF: PDF, FileKind.DOCX: docx(), FileKind.XLSX: xlsx(), FileKind.PNG: png(), FileKind.JPG: jpg()}
    for end in range(len(whole[kind])):
        code_of(whole[kind][:end], kind)


@pytest.mark.parametrize("content", [docx(), png(), jpg()], ids=["docx", "png", "jpg"])
def test_no_changed_byte_raises(content: bytes) -> None:
    kinds = {b"PK": FileKind.DOCX, b"\x89P": FileKind.PNG, b"\xff\xd8": FileKind.JPG}
    for at in range(len(content)):
        for value in (0, 255):
            changed = content[:at] + bytes([value]) + content[at + 1 :]
            code_of(changed, kinds[content[:2]])
