"""Kazakh and Russian are complete at all times: every message is translated, whole and not by a guess."""

import io
import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parents[2]
CATALOGUES = PROJECT / "roadmap/translations"
# What gettext calls a message is found under these names, as in the Makefile.
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

LANGUAGES = ("kk", "ru")


def catalogue_of(language: str) -> Catalog:
    path = CATALOGUES / language / "LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def messages_in_the_program() -> set[str]:
    with (PROJECT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = set()
    for folder in ("roadmap", "templates"):
        here = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        there = {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()}
        for _file, _line, message, *_rest in extract_from_dir(PROJECT / folder, here, there, keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else message[0])
    return found


def is_complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(strings) and not message.fuzzy


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_program_is_in_the_catalogue(language: str) -> None:
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue_of(language) if m.id}
    missing = sorted(messages_in_the_program() - known)
    assert not missing, f"run `make messages` and translate into {language}: {missing}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_none_is_a_guess(language: str) -> None:
    unfinished = [m.id for m in catalogue_of(language) if m.id and not is_complete(m)]
    assert not unfinished


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_placeholders_of_its_message(language: str) -> None:
    wrong = []
    for message in catalogue_of(language):
        if not message.id:
            continue
        wanted = message.id if isinstance(message.id, str) else message.id[-1]
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for said in strings:
            # A plural form may say "one" in words, but may not name what is not given.
            names, given = set(PLACEHOLDER.findall(said)), set(PLACEHOLDER.findall(wanted))
            if not names <= given or (isinstance(message.id, str) and names != given):
                wrong.append((message.id, said))
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue_of(language))
    assert (CATALOGUES / language / "LC_MESSAGES/messages.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_left_over_that_the_program_no_longer_says(language: str) -> None:
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue_of(language) if m.id}
    assert not known - messages_in_the_program()


def test_an_unfinished_message_would_be_found() -> None:
    catalogue = Catalog(locale="kk")
    empty = catalogue.add("Overview", "")
    guessed = catalogue.add("Plan", "Жоспар", flags={"fuzzy"})
    done = catalogue.add("Measure", "Іс-шара")
    assert [is_complete(m) for m in (empty, guessed, done)] == [False, False, True]
    assert {"Overview", "Sign in"} <= messages_in_the_program()
